using System.Text;
using System.Text.Json;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

public sealed class HyperliquidVaultTests
{
    private const string NewVault = "0x9c3f1a5b7d2e4c6088aa77b1c0d9e8f706152433";

    private static readonly Hyperliquid Venue = new();

    [Fact]
    public void The_parent_names_its_children_now()
    {
        var accounts = Venue.ReadAccounts(Fixture());
        Assert.Equal(
            [
                "0x2e3d94f0562703b25c83308a05046ddaf9a8dd14",
                "0xb0a55f13d22f66e6d495ac98113841b2326e9540",
                "0xdfc24b077bc1425ad1dea75bcb6f8158e10df303",
                "0x010461c14e146ac35fe42271bdc1134ee31c703a",
                "0x31ca8395cf837de08b24da3f660e77761dfb974b",
                NewVault,
            ],
            accounts.Addresses);
        Assert.Equal(accounts.Addresses, Followed(accounts));
    }

    [Fact]
    public void Until_it_has_answered_the_known_ones_are_followed() => Assert.Equal(8, Followed(SystemAccounts.None).Count);

    [Fact]
    public void No_more_are_followed_than_the_venue_allows_and_the_liquidators_come_first()
    {
        var children = string.Join(',', Enumerable.Range(0, 20).Select(i => $"\"0x{i:x40}\"").Append("\"0xb0a55f13d22f66e6d495ac98113841b2326e9540\""));
        var followed = Followed(Venue.ReadAccounts(Details(children)));
        Assert.Equal(10, followed.Count);
        Assert.Equal("0xb0a55f13d22f66e6d495ac98113841b2326e9540", followed[0]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"relationship":{"type":"normal"}}""")]
    [InlineData("""{"relationship":{"type":"parent","data":{"childAddresses":[]}}}""")]
    [InlineData("""{"relationship":{"type":"parent","data":{"childAddresses":"0x"}}}""")]
    [InlineData("<html>")]
    public void An_answer_without_children_is_refused(string body) =>
        Assert.ThrowsAny<JsonException>(() => Venue.ReadAccounts(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_confirmation_is_told_apart_by_the_account_it_names()
    {
        var plan = Assert.Single(Venue.Sockets([], Venue.ReadAccounts(Fixture())));
        Assert.Equal(plan.Messages.Count, plan.Messages.Select(message => message.Id).Distinct().Count());
        var readings = new FrameReadings(new SymbolRegistry());
        foreach (var message in plan.Messages)
        {
            var asked = JsonDocument.Parse(message.Text).RootElement.GetProperty("subscription").GetRawText();
            readings.Clear(null);
            var answer = $$$"""{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{{{asked.Replace("0x9c3f", "0x9C3F", StringComparison.Ordinal)}}}}}""";
            Assert.Equal(FrameKind.Ack, Venue.Read(Encoding.UTF8.GetBytes(answer), readings));
            Assert.Equal(message.Id, readings.AckId);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_vault_loses_was_counted_when_it_took_it_over(bool isKnown)
    {
        var symbols = new SymbolRegistry { Accounts = isKnown ? Venue.ReadAccounts(Fixture()) : SystemAccounts.None };
        var readings = new FrameReadings(symbols);
        var frame = $$$"""{"channel":"userFills","data":{"user":"0x2e3d94f0562703b25c83308a05046ddaf9a8dd14","fills":[{"coin":"BTC","px":"99870.5","sz":"0.04","side":"B","time":1794000000321,"dir":"Open Long","tid":1,"liquidation":{"liquidatedUser":"{{{NewVault}}}","markPx":"99860.0","method":"market"}}]}}""";
        Venue.Read(Encoding.UTF8.GetBytes(frame), readings);
        Assert.Equal(isKnown ? 0 : 1, readings.Liquidations.Count);
        Assert.Equal(isKnown ? [RejectReason.VenueAccount] : [], readings.Rejections);
    }

    private static List<string> Followed(SystemAccounts accounts) =>
    [
        .. Assert.Single(Venue.Sockets([], accounts)).Messages.Skip(1)
            .Select(message => JsonDocument.Parse(message.Text).RootElement.GetProperty("subscription").GetProperty("user").GetString()!),
    ];

    private static byte[] Fixture() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "hyperliquid", "accounts.jsonl"));

    private static byte[] Details(string children) =>
        Encoding.UTF8.GetBytes($$$$"""{"relationship":{"type":"parent","data":{"childAddresses":[{{{{children}}}}]}}}""");
}
