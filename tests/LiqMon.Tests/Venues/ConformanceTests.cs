using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>A venue is not done before every way its frames can be right or wrong has a fixture.</summary>
public sealed class ConformanceTests
{
    private static readonly string[] EveryVenue = ["malformed", "bad-symbol", "market", "open-interest", "ignored"];

    private static readonly string[] LiquidationVenue =
    [
        "long", "short", "several-orders", "unknown-symbol", "zero-quantity", "bad-numbers", "impossible-time", "twins",
    ];

    public static TheoryData<string> Venues() => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void Every_case_has_a_fixture(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", id);
        var needed = new List<string>(EveryVenue);
        if (venue.Profile.FeedClass != FeedClass.None)
            needed.AddRange(LiquidationVenue);
        var instruments = FixtureText.Instruments(venue, Path.Combine(folder, "instruments.jsonl"));
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Inverse) && venue.Profile.FeedClass != FeedClass.None)
            needed.Add("inverse");
        if (instruments.Any(instrument => instrument.AssetClass == AssetClass.Traditional) && venue.Profile.FeedClass != FeedClass.None)
            needed.Add("traditional");
        var plans = venue.Sockets(instruments);
        if (plans.Any(plan => plan.Messages.Any(message => message.Acks > 0)))
            needed.AddRange(["ack", "error"]);
        if (venue.Profile.Heartbeat is not null)
            needed.Add("heartbeat");
        Assert.DoesNotContain(needed, name => !File.Exists(Path.Combine(folder, name, "expected.txt")));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void Fixture_instruments_show_every_kind_the_venue_lists(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"));
        Assert.NotEmpty(instruments);
        Assert.All(instruments, instrument =>
        {
            Assert.Equal(id, instrument.Venue);
            Assert.True(SymbolRegistry.IsValid(System.Text.Encoding.UTF8.GetBytes(instrument.Symbol)), instrument.Symbol);
            Assert.True(instrument.ContractSize.IsPositive);
            Assert.NotEmpty(instrument.Asset);
            Assert.NotEmpty(instrument.Quote);
        });
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void The_topic_of_a_contract_s_liquidations_is_subscribed_once(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"));
        var messages = venue.Sockets(instruments).SelectMany(plan => plan.Messages)
            .Select(message => System.Text.Encoding.UTF8.GetString(message.Text.Span)).ToList();
        var topics = instruments.Select(venue.LiquidationTopic).OfType<string>().Distinct().ToList();
        Assert.All(topics, topic => Assert.Single(messages, message => message.Contains(topic, StringComparison.Ordinal)));
        if (id is "bybit" or "kraken" or "dydx" or "lighter" or "htx" or "pacifica")
            Assert.NotEmpty(topics);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void Plans_are_well_formed(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"));
        var plans = venue.Sockets(instruments);
        Assert.Equal(plans.Count, plans.Select(plan => plan.Feed).Distinct().Count());
        Assert.All(plans, plan =>
        {
            Assert.True(plan.Url.Scheme == "wss", plan.Url.ToString());
            Assert.Equal(plan.Messages.Count, plan.Messages.Select(message => message.Id).Distinct().Count());
            Assert.All(plan.Messages, message => System.Text.Json.JsonDocument.Parse(message.Text).Dispose());
        });
        var calls = venue.InstrumentRequests.Concat(venue.Polls(instruments).Select(poll => poll.Request)).ToList();
        Assert.All(calls, call => Assert.Equal("https", call.Url.Scheme));
    }
}
