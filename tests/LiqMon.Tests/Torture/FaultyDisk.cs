using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LiqMon.Tests.Torture;

/// <summary>
/// Stands between SQLite and the file system: a second default VFS that hands every call on to the first, and fails those
/// that the fault of a file's folder says. Files of other folders are left alone, so that other tests do not notice.
/// </summary>
internal static unsafe partial class FaultyDisk
{
    private const string Sqlite = "e_sqlite3";

    private static readonly ConcurrentDictionary<string, IoFault> Faults = new();
    private static readonly ConcurrentDictionary<nint, (nint Calls, IoFault Fault, string Path)> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Shims = new();
    private static readonly Vfs* Real = Install();

    /// <summary>Gives a folder a fault, from the next file that is opened in it on.</summary>
    public static void Set(string folder, IoFault fault)
    {
        Assert.True(Real != null, "there is no VFS");
        Faults[folder] = fault;
    }

    /// <summary>Takes a folder's fault away; files that are open keep theirs.</summary>
    public static void Clear(string folder) => Faults.TryRemove(folder, out _);

    // Connections refer to it for as long as they live, so it is never taken out again.
    private static Vfs* Install()
    {
        Batteries_V2.Init();
        var real = Find(null);
        Assert.Equal(3, real->Version);
        var shim = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *shim = *real;
        shim->Name = (byte*)Marshal.StringToCoTaskMemUTF8("liqmon-faulty-disk");
        shim->Open = &Open;
        shim->Delete = &Delete;
        Assert.Equal(raw.SQLITE_OK, Register(shim, 1));
        return real;
    }

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_vfs_find")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial Vfs* Find(byte* name);

    [LibraryImport(Sqlite, EntryPoint = "sqlite3_vfs_register")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int Register(Vfs* vfs, int asDefault);

    private static IoFault? FaultOf(byte* path) =>
        path != null && Path.GetDirectoryName(Text(path)) is { } folder && Faults.TryGetValue(folder, out var fault) ? fault : null;

    private static string? Text(byte* path) => Marshal.PtrToStringUTF8((nint)path);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* path, VfsFile* file, int flags, int* outFlags)
    {
        var fault = FaultOf(path);
        if (fault?.Fails(IoCall.Open) == true)
        {
            // SQLite closes what has calls.
            file->Calls = null;
            return raw.SQLITE_CANTOPEN;
        }

        var code = Real->Open(vfs, path, file, flags, outFlags);
        if (fault is null || file->Calls == null || code != raw.SQLITE_OK)
            return code;
        Files[(nint)file] = ((nint)file->Calls, fault, Text(path)!);
        file->Calls = (FileCalls*)Shims.GetOrAdd((nint)file->Calls, Shim);
        return code;
    }

    private static nint Shim(nint real)
    {
        var shim = (FileCalls*)NativeMemory.Alloc((nuint)sizeof(FileCalls));
        *shim = *(FileCalls*)real;
        shim->Close = &Close;
        shim->Read = &Read;
        shim->Write = &Write;
        shim->Truncate = &Truncate;
        shim->Sync = &Sync;
        if (shim->Share != null)
            shim->Share = &Share;
        return (nint)shim;
    }

    private static FileCalls* Calls(VfsFile* file, out IoFault fault) => Calls(file, out fault, out _);

    private static FileCalls* Calls(VfsFile* file, out IoFault fault, out string path)
    {
        (var calls, fault, path) = Files[(nint)file];
        return (FileCalls*)calls;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* path, int syncFolder)
    {
        var fault = FaultOf(path);
        if (fault?.Fails(IoCall.Delete) == true)
            return raw.SQLITE_IOERR_DELETE;
        var code = Real->Delete(vfs, path, syncFolder);
        if (code == raw.SQLITE_OK)
            fault?.Power?.Delete(Text(path)!, isFolderSynced: syncFolder != 0);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(VfsFile* file)
    {
        var calls = Calls(file, out _);
        Files.TryRemove((nint)file, out _);
        return calls->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(VfsFile* file, void* buffer, int length, long offset)
    {
        var calls = Calls(file, out var fault);
        return fault.Fails(IoCall.Read) ? raw.SQLITE_IOERR_READ : calls->Read(file, buffer, length, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(VfsFile* file, void* buffer, int length, long offset)
    {
        var calls = Calls(file, out var fault, out var path);
        // The write during which the power fails is on its way too.
        fault.Power?.Write(path, new ReadOnlySpan<byte>(buffer, length), offset);
        if (!fault.Fails(IoCall.Write))
            return calls->Write(file, buffer, length, offset);
        if (fault.Failure != IoFailure.Full)
            return raw.SQLITE_IOERR_WRITE;
        _ = calls->Write(file, buffer, length / 2, offset);
        return raw.SQLITE_FULL;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(VfsFile* file, long length)
    {
        var calls = Calls(file, out var fault, out var path);
        fault.Power?.Truncate(path, length);
        return fault.Fails(IoCall.Truncate) ? raw.SQLITE_IOERR_TRUNCATE : calls->Truncate(file, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(VfsFile* file, int flags)
    {
        var calls = Calls(file, out var fault, out var path);
        if (fault.Fails(IoCall.Sync))
            return raw.SQLITE_IOERR_FSYNC;
        var code = calls->Sync(file, flags);
        if (code == raw.SQLITE_OK)
            fault.Power?.Sync(path);
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Share(VfsFile* file, int region, int length, int extend, void** memory)
    {
        var calls = Calls(file, out var fault);
        if (!fault.Fails(IoCall.Share))
            return calls->Share(file, region, length, extend, memory);
        *memory = null;
        return raw.SQLITE_IOERR_SHMMAP;
    }
}
