using System.Runtime.InteropServices;

namespace LiqMon.Hosting;

/// <summary>
/// The C library's allocator, from which SQLite and encryption take their memory. The GNU one gives every thread a heap of its
/// own, eight for each core, and memory that was freed in one is not used by another. The threads of the pool take turns, so what
/// one cache needs would be held several times.
/// </summary>
internal static partial class NativeHeap
{
    private const int ArenaMax = -8;
    private const int Arenas = 2;

    /// <summary>Limits the heaps, unless the user has set <c>MALLOC_ARENA_MAX</c>. Before other threads allocate.</summary>
    /// <param name="environment">The variables of the process.</param>
    /// <returns>Whether the allocator has taken it; others than the GNU one have no such setting.</returns>
    internal static bool Limit(Func<string, string?> environment)
    {
        if (!OperatingSystem.IsLinux() || environment("MALLOC_ARENA_MAX") is not null)
            return false;
        try
        {
            return Set(ArenaMax, Arenas) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
