using System.Text;
using LiqMon.Json;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2026-11-06T21:20:00Z", 1_794_000_000_000)]
    [InlineData("2026-11-06T21:20:00.3Z", 1_794_000_000_300)]
    [InlineData("2026-11-06T21:20:00.321Z", 1_794_000_000_321)]
    [InlineData("2026-11-06T21:20:00.321987Z", 1_794_000_000_321)]
    [InlineData("2026-11-06T21:20:00.321987654Z", 1_794_000_000_321)]
    [InlineData("2026-11-06T21:20:00.321+00:00", 1_794_000_000_321)]
    [InlineData("2026-11-06T21:20:00+0000", 1_794_000_000_000)]
    [InlineData("2026-11-06T21:20:00.321+00", 1_794_000_000_321)]
    [InlineData("2026-11-06 21:20:00.321-00:00", 1_794_000_000_321)]
    [InlineData("2026-11-06t23:20:00,321+02:00", 1_794_000_000_321)]
    [InlineData("2026-11-06T15:50:00-0530", 1_794_000_000_000)]
    [InlineData("2024-02-29T00:00:00z", 1_709_164_800_000)]
    [InlineData("1970-01-01T00:00:00.001Z", 1)]
    // A leap second is the first of the next minute.
    [InlineData("2016-12-31T23:59:60Z", 1_483_228_800_000)]
    [InlineData("2016-12-31T23:59:60.500Z", 1_483_228_800_500)]
    [InlineData("2017-01-01T05:29:60+05:30", 1_483_228_800_000)]
    public void Times_with_an_offset_are_read(string text, long ms)
    {
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal(ms, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2026-11-06T21:20:00")]
    [InlineData("2026-11-06T21:20:00.321")]
    [InlineData("2026-11-06T21:20:00.Z")]
    [InlineData("2026-11-06T21:20:00.3x1Z")]
    [InlineData("2026-13-06T21:20:00Z")]
    [InlineData("2026-02-29T21:20:00Z")]
    [InlineData("2026-11-06T24:00:00Z")]
    [InlineData("2026-11-06T21:60:00Z")]
    [InlineData("2026-11-06T21:20:60Z")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("2026-11-06T21:20:00+0")]
    [InlineData("2026-11-06T21:20:00+000")]
    [InlineData("2026-11-06T21:20:00+99:00")]
    [InlineData("2026-11-06T21:20:00+00:00Z")]
    [InlineData("2026-11-06X21:20:00Z")]
    [InlineData("1794000000321")]
    public void Anything_else_is_no_time(string text) => Assert.False(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
