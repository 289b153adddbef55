using LiqMon.Configuration;

namespace LiqMon.Tests.Feeds;

public sealed class VenueOptionsTests
{
    [Theory]
    [InlineData("ws://127.0.0.1:9000", "ws://127.0.0.1:9000/market/ws/!forceOrder@arr?x=1")]
    [InlineData("wss://proxy.example/ignored", "wss://proxy.example/market/ws/!forceOrder@arr?x=1")]
    [InlineData(null, "wss://venue.example/market/ws/!forceOrder@arr?x=1")]
    public void An_address_replaces_scheme_host_and_port(string? setting, string dialled)
    {
        var options = new VenueOptions { WebSocketUrl = setting is null ? null : new Uri(setting) };
        Assert.Equal(dialled, options.WebSocket(new Uri("wss://venue.example/market/ws/!forceOrder@arr?x=1")).ToString());
        Assert.Empty(options.Errors("v"));
    }

    [Fact]
    public void Plain_addresses_reach_this_machine_only_and_all_errors_are_told()
    {
        var options = new VenueOptions
        {
            WebSocketUrl = new Uri("ws://venue.example"),
            RestUrl = new Uri("ftp://127.0.0.1"),
            Assets = ["BTC", "B;C", ""],
        };
        Assert.Equal(4, options.Errors("v").Count);
        Assert.All(options.Errors("v"), error => Assert.StartsWith("Venues:v:", error, StringComparison.Ordinal));
        Assert.Empty(new VenueOptions { WebSocketUrl = new Uri("ws://[::1]:1"), RestUrl = new Uri("http://localhost:1") }.Errors("v"));
        Assert.Single(new VenueOptions { RestUrl = new Uri("https://user:secret@venue.example") }.Errors("v"));
    }
}
