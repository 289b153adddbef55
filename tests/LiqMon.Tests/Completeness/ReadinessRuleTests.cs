using LiqMon.Feeds;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Completeness;

/// <summary>When a monitor is ready, and what it says when it is not.</summary>
public sealed class ReadinessRuleTests
{
    private static readonly MissingVenueResult Kraken = new("kraken", "backing_off", "unreachable", "connection refused", null);

    private static readonly ReadinessFacts Good = new()
    {
        Watch = new(1, 1, []),
        IsAnyFeedLive = true,
        FreeBytes = 1 << 30,
        ReserveBytes = 1 << 20,
        ItemsWait = true,
        SinceCommit = TimeSpan.FromSeconds(1),
        VenueLagsMs = [50, 80, 90],
    };

    [Fact]
    public void A_monitor_that_works_is_ready_also_while_venues_are_missing()
    {
        Assert.Equal((true, 0), (ReadinessRule.Of(Good).Ready, ReadinessRule.Of(Good).Reasons.Count));
        var one = ReadinessRule.Of(Good with { Watch = new(1, 2, [Kraken]) });
        Assert.Equal(["deribit's clock"], ReadinessRule.Of(Good with { Watch = new(1, 2, [Kraken]) { Clocks = ["deribit's clock"] } }).Clocks);
        Assert.Equal((true, 1, 2), (one.Ready, one.VenuesLive, one.VenuesExpected));
        Assert.Equal([Kraken], one.Missing);
    }

    [Fact]
    public void It_is_not_ready_when_no_feed_is_live_or_none_should_be()
    {
        Is("no feed is live", Good with { Watch = new(0, 1, [Kraken]), IsAnyFeedLive = false });
        Is("no venue that publishes liquidations is switched on", Good with { Watch = new(0, 0, []), IsAnyFeedLive = false });
    }

    [Fact]
    public void It_is_not_ready_when_the_disk_is_below_its_reserve()
    {
        Is("the disk has 9 MiB left; 10 MiB are kept free, so nothing is stored", Good with { FreeBytes = 9 << 20, ReserveBytes = 10 << 20 });
        Assert.True(ReadinessRule.Of(Good with { FreeBytes = null }).Ready);
    }

    [Fact]
    public void It_is_not_ready_when_the_store_cannot_write_or_be_read()
    {
        Is("the store cannot write: 2 commits failed in a row", Good with { FailedCommits = 2 });
        Is("the store has written nothing for 31 s while items wait", Good with { SinceCommit = TimeSpan.FromSeconds(31) });
        Is("the store cannot be read: damaged", Good with { StoreError = "damaged", SinceCommit = null });
        Assert.True(ReadinessRule.Of(Good with { SinceCommit = TimeSpan.FromHours(1), ItemsWait = false }).Ready);
    }

    [Fact]
    public void It_is_not_ready_when_the_clock_is_wrong()
    {
        Is("the clock is wrong: it is 120 s behind by 3 venues", Good with { VenueLagsMs = [-120_000, -119_900, -120_100] });
        Is("the clock is wrong: it is 11 s ahead by 3 venues", Good with { VenueLagsMs = [11_000, 100, 12_000] });
        Is("the clock is wrong: it is 61 s ahead by 1 venue", Good with { VenueLagsMs = [61_000] });
        Is("the clock is wrong: it was set back by 90 s since the last commit", Good with { SinceCommit = TimeSpan.FromSeconds(-90) });
        // One venue that is wrong, or late, is not this machine's clock.
        Assert.True(ReadinessRule.Of(Good with { VenueLagsMs = [50, 80, 600_000] }).Ready);
        Assert.True(ReadinessRule.Of(Good with { VenueLagsMs = [30_000] }).Ready);
    }

    [Fact]
    public void Several_reasons_are_all_named() => Assert.Equal(
        ["no feed is live", "the store cannot write: 1 commit failed in a row"],
        ReadinessRule.Of(Good with { IsAnyFeedLive = false, FailedCommits = 1 }).Reasons);

    [Fact]
    public void The_probe_counts_venues_that_have_no_feed_yet_as_expected_and_not_live()
    {
        var time = FixedTime.Noon;
        VenuePipelineStatus[] lanes =
        [
            new("kraken", FeedClass.Full, null, null, 0, 10),
            new("bybit", FeedClass.Full, Status("bybit", error: "TLS failed"), null, 0, 10),
            new("gate", FeedClass.Full, Status("gate", null, new FeedStatus("main", FeedState.Live, time.GetUtcNow(), null, null, 0, null, null)), null, 0, 10),
        ];
        var probe = new ReadinessProbe(new ReadinessSetup
        {
            Lanes = () => lanes,
            Status = () => StatusResultBuilder.Of(lanes, time.GetUtcNow()),
            Venues = KnownVenues.Of(id => id is "kraken" or "bybit" or "gate"),
            Commits = new CommitCounters(),
            LastCommit = () => null,
            FreeBytes = () => null,
            ReserveBytes = 1,
            Time = time,
        });

        var ready = probe.Read();

        Assert.Equal((true, 1, 3), (ready.Ready, ready.VenuesLive, ready.VenuesExpected));
        Assert.Equal(
            [("bybit", "no_instruments", "TLS failed"), ("kraken", "connecting", null)],
            ready.Missing.OrderBy(missing => missing.Venue, StringComparer.Ordinal).Select(missing => (missing.Venue, missing.Reason!, missing.Detail)));
        lanes = [lanes[0], lanes[1]];
        Assert.Equal(["no feed is live"], probe.Read().Reasons);
    }

    [Fact]
    public void A_feed_that_waits_says_when_it_is_dialled_again()
    {
        var now = FixedTime.Noon.GetUtcNow();
        var waits = new FeedStatus("main", FeedState.BackingOff, now, null, null, 3, GapReason.Unreachable, "no route") { NextAttempt = now.AddSeconds(41) };
        var lives = new FeedStatus("other", FeedState.Live, now, null, null, 0, null, null);

        var status = StatusResultBuilder.Of([new("gate", FeedClass.Full, Status("gate", null, waits, lives), null, 0, 10)], now);

        Assert.Equal([now.AddSeconds(41), null], status.Select(feed => feed.NextAttempt));
        Assert.Equal("no route; next attempt 12:00:41 UTC", status[0].Detail);
        Assert.Equal(
            [true, false],
            status.Select(feed => System.Text.Json.JsonSerializer.Serialize(feed, QueryJson.Default.StatusResult)
                .Contains("\"next_attempt\":\"2026-11-20T12:00:41.000Z\"", StringComparison.Ordinal)));
    }

    private static VenueStatus Status(string venue, string? error, params FeedStatus[] feeds) =>
        new(venue, venue, feeds, 0, null, error, TimeSpan.Zero);

    private static void Is(string reason, ReadinessFacts facts)
    {
        var result = ReadinessRule.Of(facts);
        Assert.False(result.Ready);
        Assert.Equal([reason], result.Reasons);
    }
}
