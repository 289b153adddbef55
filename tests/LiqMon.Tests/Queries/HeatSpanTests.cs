using LiqMon.Queries;

namespace LiqMon.Tests.Queries;

public sealed class HeatSpanTests
{
    private const long MinuteMs = 60_000;

    [Theory]
    [InlineData("1h", 5)]
    [InlineData("8h", 5)]
    [InlineData("9h", 10)]
    [InlineData("24h", 15)]
    [InlineData("25h", 30)]
    [InlineData("4d", 60)]
    [InlineData("7d", 120)]
    public void No_length_at_any_moment_has_more_columns_than_a_picture_takes(string text, int columnMinutes)
    {
        Assert.True(SpanText.TryWindow(text, out var length));
        var random = new Random(17);
        for (var round = 0; round < 500; round++)
        {
            var endMs = 1_795_000_000_000 + random.NextInt64(7 * 86_400_000);
            var span = HeatSpan.Of(length, endMs);

            Assert.Equal(columnMinutes * MinuteMs, span.ColumnMs);
            Assert.InRange(endMs - span.ToMs, 0, (5 * MinuteMs) - 1);
            Assert.Equal((0, 0), (span.ToMs % (5 * MinuteMs), span.FromMs % span.ColumnMs));
            Assert.InRange(span.ToMs - span.FromMs, (long)length.TotalMilliseconds, (long)length.TotalMilliseconds + span.ColumnMs);
            Assert.InRange((span.ToMs - span.FromMs + span.ColumnMs - 1) / span.ColumnMs, 1, HeatSpan.MostColumns);
        }
    }
}
