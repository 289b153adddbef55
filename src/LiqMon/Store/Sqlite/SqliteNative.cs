using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LiqMon.Store;

/// <summary>Chooses the native SQLite: the system's, where it is newer than the one that comes with the program.</summary>
public static class SqliteNative
{
    private const string BundledName = "e_sqlite3";
    private const string SystemName = "libsqlite3.so.0";
    private static readonly Lazy<string> Loaded = new(Load);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int IntegerOf();

    /// <summary>Version of the SQLite in use, for example <c>3.46.1</c>.</summary>
    public static string Version => Loaded.Value;

    /// <summary>Makes SQLite ready. May be called any number of times, from any thread.</summary>
    public static void Initialise() => _ = Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != BundledName)
            return IntPtr.Zero;
        var bundled = NativeLibrary.TryLoad(name, assembly, path, out var own) ? own : IntPtr.Zero;
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(SystemName, out var system))
            return bundled;
        return IsThreadSafe(system) && (bundled == IntPtr.Zero || VersionOf(system) > VersionOf(bundled)) ? system : bundled;
    }

    // A system build may leave out the mutexes, on which the reading connections of other threads rely.
    private static bool IsThreadSafe(IntPtr library) => Call(library, "sqlite3_threadsafe") != 0;

    private static int VersionOf(IntPtr library) => Call(library, "sqlite3_libversion_number");

    private static int Call(IntPtr library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address)
            ? Marshal.GetDelegateForFunctionPointer<IntegerOf>(address)()
            : 0;
}
