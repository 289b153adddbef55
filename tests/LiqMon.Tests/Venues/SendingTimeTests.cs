using System.Text;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class SendingTimeTests
{
    [Fact]
    public void The_place_for_the_time_is_filled_and_nothing_else()
    {
        ReadOnlyMemory<byte> message = Encoding.ASCII.GetBytes($$"""{"time":{{TimestampPlaceholder.Seconds}},"id":1}""");
        Assert.Equal("""{"time":1794000000,"id":1}""", Encoding.ASCII.GetString(TimestampPlaceholder.Fill(message, 1_794_000_000_999).Span));
        Assert.Equal($$"""{"time":{{TimestampPlaceholder.Seconds}},"id":1}""", Encoding.ASCII.GetString(message.Span));
        ReadOnlyMemory<byte> ping = "ping"u8.ToArray();
        Assert.Equal(ping, TimestampPlaceholder.Fill(ping, 1_794_000_000_999));
    }
}
