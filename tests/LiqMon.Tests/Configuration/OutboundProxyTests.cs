using LiqMon.Configuration;
using LiqMon.Influx;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.Configuration;

/// <summary>Which calls go through a proxy.</summary>
public sealed class OutboundProxyTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["https_proxy"] = "http://user:pass%20word@proxy.example:3128",
        ["HTTP_PROXY"] = "plain.example:8080",
        ["no_proxy"] = "internal.example, .suffix.example,10.0.0.0/8,other.example:8086,2001:db8::1",
    };

    [Theory]
    [InlineData("https://fapi.binance.com/x", "http://user:pass%20word@proxy.example:3128/")]
    [InlineData("wss://stream.bybit.com/x", "http://user:pass%20word@proxy.example:3128/")]
    [InlineData("http://far.example/", "http://plain.example:8080/")]
    [InlineData("http://localhost:8086/", null)]
    [InlineData("https://127.0.0.1/", null)]
    [InlineData("ws://127.9.9.9:1/", null)]
    [InlineData("http://[::1]:8086/", null)]
    [InlineData("http://[::ffff:127.0.0.1]:8086/", null)]
    [InlineData("https://internal.example/", null)]
    [InlineData("https://a.internal.example/", null)]
    [InlineData("https://notinternal.example/", "http://user:pass%20word@proxy.example:3128/")]
    [InlineData("https://a.suffix.example/", null)]
    [InlineData("https://10.1.2.3/", null)]
    [InlineData("https://11.1.2.3/", "http://user:pass%20word@proxy.example:3128/")]
    [InlineData("http://other.example:8086/", null)]
    [InlineData("http://other.example:8087/", "http://plain.example:8080/")]
    [InlineData("https://[2001:db8::1]/", null)]
    public void Each_call_goes_its_way(string destination, string? through)
    {
        Assert.True(OutboundProxy.TryRead(null, Environment, out var proxy, out _));

        Assert.Equal(through, proxy.GetProxy(new Uri(destination))?.ToString());
        Assert.Equal(through is null, proxy.IsBypassed(new Uri(destination)));
    }

    [Theory]
    [InlineData(null, "http://proxy.example:3128")]
    [InlineData("environment", "http://proxy.example:3128")]
    [InlineData("off", "")]
    [InlineData("socks5://other.example:1080", "socks5://other.example:1080")]
    public void The_setting_decides_and_the_password_is_not_shown(string? setting, string address)
    {
        Assert.True(OutboundProxy.TryRead(setting, Environment, out var proxy, out _));

        Assert.Equal(address, proxy.Address);
    }

    [Theory]
    [InlineData("ftp://user:secret@proxy.example")]
    [InlineData("http://user:secret@")]
    public void What_is_no_address_is_an_error_that_does_not_repeat_it(string setting)
    {
        Assert.False(OutboundProxy.TryRead(setting, Environment, out _, out var error));

        Assert.StartsWith("Proxy: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8086", false)]
    [InlineData("http://influxdb:8086", false)]
    [InlineData("https://influx.example", true)]
    public void The_token_of_InfluxDB_is_shown_to_no_proxy(string url, bool throughTunnel)
    {
        using var handler = InfluxHttp.NewHandler(new Uri(url));

        Assert.Equal(throughTunnel, handler.UseProxy);
    }

    [Fact]
    public async Task Doctor_says_which_proxy_is_in_use()
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-test-");
        try
        {
            var variables = new Dictionary<string, string>(Environment) { ["LIQMON_Data"] = folder.FullName };
            var run = await CliRun.Of(variables, "doctor", "--offline");

            Assert.Contains("http://proxy.example:3128 (https_proxy)", run.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("pass", run.Out + run.Error, StringComparison.Ordinal);
        }
        finally
        {
            HttpClient.DefaultProxy = OutboundProxy.None;
            folder.Delete(recursive: true);
        }
    }
}
