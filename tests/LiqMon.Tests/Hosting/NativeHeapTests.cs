using LiqMon.Hosting;

namespace LiqMon.Tests.Hosting;

public sealed class NativeHeapTests
{
    [Fact]
    public void The_users_own_limit_is_left_alone() => Assert.False(NativeHeap.Limit(name => name == "MALLOC_ARENA_MAX" ? "8" : null));

    [Fact]
    public void The_GNU_allocator_takes_the_limit()
    {
        var isGnu = File.Exists("/proc/self/maps") && File.ReadLines("/proc/self/maps").Any(line => line.EndsWith("/libc.so.6", StringComparison.Ordinal));
        Assert.Equal(isGnu, NativeHeap.Limit(_ => null));
    }
}
