using System.Runtime.InteropServices;

namespace LiqMon.Tests.Torture;

/// <summary>What SQLite's C interface calls <c>sqlite3_vfs</c>, version 3: how files are opened and removed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Vfs
{
    public int Version;
    public int FileSize;
    public int LongestPath;
    public Vfs* Next;
    public byte* Name;
    public void* Data;
    public delegate* unmanaged[Cdecl]<Vfs*, byte*, VfsFile*, int, int*, int> Open;
    public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
    private fixed long _rest[15];
}

/// <summary>What SQLite calls <c>sqlite3_file</c>: its first member says how it is used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VfsFile
{
    public FileCalls* Calls;
}

/// <summary>What SQLite calls <c>sqlite3_io_methods</c>, version 3: how an open file is used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileCalls
{
    public int Version;
    public delegate* unmanaged[Cdecl]<VfsFile*, int> Close;
    public delegate* unmanaged[Cdecl]<VfsFile*, void*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<VfsFile*, void*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<VfsFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<VfsFile*, int, int> Sync;
    public void* Size;
    public void* Lock;
    public void* Unlock;
    public void* CheckReservedLock;
    public void* Control;
    public void* SectorSize;
    public void* DeviceCharacteristics;
    public delegate* unmanaged[Cdecl]<VfsFile*, int, int, int, void**, int> Share;
    public void* ShareLock;
    public void* ShareBarrier;
    public void* ShareEnd;
    public void* Fetch;
    public void* Unfetch;
}
