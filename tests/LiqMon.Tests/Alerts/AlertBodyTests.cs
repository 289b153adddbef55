using System.Text.Json;
using LiqMon.Alerts;
using LiqMon.Configuration;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Alerts;

public sealed class AlertBodyTests
{
    private const string Nasty = "<b>&*_~`|[x](y) @everyone <@1> 😀";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Json_has_the_cascade_as_the_api_tells_it()
    {
        var body = Body(AlertService.Json, Alert.Of(Cascade("BTC"), Now));
        Assert.Equal("cascade_closed", body.GetProperty("event").GetString());
        Assert.Equal("2026-11-20T12:00:00.000Z", body.GetProperty("time").GetString());
        Assert.Equal("BTC long cascade over: $12.0M liquidated in 10 min", body.GetProperty("title").GetString());
        var cascade = body.GetProperty("cascade");
        Assert.Equal("long", cascade.GetProperty("side").GetString());
        Assert.Equal(12_000_000m, cascade.GetProperty("usd").GetDecimal());
        Assert.Equal(-0.031, cascade.GetProperty("price_change").GetDouble());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("report").ValueKind);
    }

    [Fact]
    public void Discord_is_one_embed_that_mentions_nobody()
    {
        var body = Body(AlertService.Discord, Alert.Of(Cascade(Nasty), Now));
        var embed = Assert.Single(body.GetProperty("embeds").EnumerateArray());
        Assert.StartsWith(@"\<b\>&\*\_\~\`\|\[x\](y) @everyone \<@1\> 😀 long cascade over", embed.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("Peak minute $4.0M, 210.5 × a normal one", embed.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("2026-11-20T12:00:00.000Z", embed.GetProperty("timestamp").GetString());
        Assert.Empty(body.GetProperty("allowed_mentions").GetProperty("parse").EnumerateArray());
        Assert.InRange(embed.GetProperty("color").GetInt32(), 0, 0xFFFFFF);
    }

    [Fact]
    public void Telegram_is_html_for_its_chat()
    {
        var body = Body(AlertService.Telegram, Alert.Of(Cascade(Nasty), Now));
        Assert.Equal("-100123", body.GetProperty("chat_id").GetString());
        Assert.Equal("HTML", body.GetProperty("parse_mode").GetString());
        Assert.StartsWith("<b>&lt;b&gt;&amp;*_~`|[x](y) @everyone &lt;@1&gt; 😀 long cascade", body.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Slack_is_a_header_and_a_section()
    {
        var body = Body(AlertService.Slack, Alert.Of(Cascade(Nasty), Now));
        Assert.StartsWith("&lt;b&gt;&amp;*", body.GetProperty("text").GetString(), StringComparison.Ordinal);
        var blocks = body.GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal(["header", "section"], blocks.Select(block => block.GetProperty("type").GetString()));
        Assert.Equal("plain_text", blocks[0].GetProperty("text").GetProperty("type").GetString());
        Assert.StartsWith("<b>&*", blocks[0].GetProperty("text").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("mrkdwn", blocks[1].GetProperty("text").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData('x')]
    [InlineData('&')]
    [InlineData('*')]
    public void Nothing_is_longer_than_its_service_takes(char filling)
    {
        var alert = Alert.OfReport("2026-W46", "/reports", [new string(filling, 9_000)], Now) with { Title = new string(filling, 9_000) };
        var embed = Body(AlertService.Discord, alert).GetProperty("embeds")[0];
        Assert.InRange(Length(embed.GetProperty("title")), 254, 256);
        Assert.InRange(Length(embed.GetProperty("description")), 4_094, 4_096);
        Assert.InRange(System.Net.WebUtility.HtmlDecode(Body(AlertService.Telegram, alert).GetProperty("text").GetString()!.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal)).Length, 800, 4_096);
        var slack = Body(AlertService.Slack, alert);
        Assert.InRange(Length(slack.GetProperty("blocks")[0].GetProperty("text").GetProperty("text")), 149, 150);
        Assert.InRange(Length(slack.GetProperty("blocks")[1].GetProperty("text").GetProperty("text")), 2_995, 3_000);
        Assert.DoesNotContain("&am…", slack.GetRawText(), StringComparison.Ordinal);
    }

    internal static Cascade Cascade(string asset) => new()
    {
        Asset = asset,
        Side = LiquidatedSide.Long,
        StartMs = Now.ToUnixTimeMilliseconds() - 700_000,
        EndMs = Now.ToUnixTimeMilliseconds() - 100_000,
        MicroUsd = 12_000_000_000_000,
        SideMicroUsd = 11_000_000_000_000,
        Orders = 1_234,
        PeakMinuteMs = Now.ToUnixTimeMilliseconds() - 660_000,
        PeakMinuteMicroUsd = 4_000_000_000_000,
        Multiple = 210.5,
        Venues = ["binance", "okx"],
        PriceChange = -0.031,
        Coverage = 1,
    };

    private static int Length(JsonElement text) => text.GetString()!.Length;

    private static JsonElement Body(AlertService service, Alert alert)
    {
        var target = new AlertTarget { Name = "t", Service = service, Url = new Secret("https://example.org"), Chat = "-100123" };
        using var json = JsonDocument.Parse(AlertBody.Of(alert, target));
        return json.RootElement.Clone();
    }
}
