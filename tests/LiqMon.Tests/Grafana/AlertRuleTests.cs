using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>Each alert rule is silent on ordinary data, alerts when its threshold is crossed, and recovers.</summary>
[Collection(InfluxCollection.Name)]
public sealed class AlertRuleTests(InfluxFixture influx)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [InfluxFact]
    public Task A_squeeze_of_shorts_or_longs_beyond_a_hundred_million_dollars() => ChecksAsync(
        "liqmon-squeeze", Squeeze("24h", usd: 5e7), Squeeze("24h", usd: 1.2e8), Squeeze("24h", usd: -2e7), Squeeze("24h", usd: -1.01e8));

    [InfluxFact]
    public Task Coverage_of_the_last_hour_below_nine_tenths() => ChecksAsync(
        "liqmon-coverage", Squeeze("1h", coverage: 0.97), Squeeze("1h", coverage: 0.6), Squeeze("1h", coverage: 0.95));

    [InfluxFact]
    public Task InfluxDB_more_than_two_minutes_behind() => ChecksAsync(
        "liqmon-influx-lag", Lag(0.4), Lag(500), Lag(1.5));

    [InfluxFact]
    public Task A_feed_that_is_not_live() => ChecksAsync(
        "liqmon-feed-down",
        [.. Feed("binance", 1, 1, 1, 1), .. Feed("okx", 1, 1, 1, 1)],
        [.. Feed("binance", 1, 1, 1, 1), .. Feed("okx", 0, 0, 0, 0)],
        // It is live again in one of its last samples: a feed that flaps is not down.
        [.. Feed("binance", 1, 1, 1, 1), .. Feed("okx", 0, 1, 0, 0)]);

    [InfluxFact]
    public async Task A_venue_that_was_switched_off_is_no_feed_that_is_down()
    {
        var database = await influx.Server.NewDatabaseAsync();
        await WriteAsync(database, [.. Feed("binance", 1, 1, 1), .. Feed("okx", 0, 0, 0)], Start);
        Assert.Equal(1, await Rule("liqmon-feed-down").AlertingAsync(influx.Server, database, Start));
        await WriteAsync(database, Feed("binance", 1, 1, 1), Start.AddMinutes(5));
        Assert.Equal(0, await Rule("liqmon-feed-down").AlertingAsync(influx.Server, database, Start.AddMinutes(5)));
    }

    [InfluxFact]
    public async Task LiqMon_that_writes_nothing_is_down_and_only_the_rule_of_feeds_says_so()
    {
        var database = await influx.Server.NewDatabaseAsync();
        foreach (var rule in AlertRule.All)
            Assert.Equal(rule.Uid == "liqmon-feed-down" ? 1 : 0, await rule.AlertingAsync(influx.Server, database, Start));
        await WriteAsync(database, Feed("binance", 1, 1, 1, 1), Start);
        Assert.Equal(0, await Rule("liqmon-feed-down").AlertingAsync(influx.Server, database, Start));
        // Nothing more comes: after two minutes the rule has no data, whatever was written before.
        Assert.Equal(1, await Rule("liqmon-feed-down").AlertingAsync(influx.Server, database, Start.AddMinutes(3)));
    }

    [InfluxFact]
    public async Task A_cascade_of_everything_and_that_of_its_asset_alert_once_and_one_withdrawn_does_not()
    {
        var database = await influx.Server.NewDatabaseAsync();
        var rule = Rule("liqmon-cascade");
        Assert.Equal(0, await rule.AlertingAsync(influx.Server, database, Start));
        await WriteAsync(database, [(-90, "cascade,asset=BTC,side=short usd=2e7"), (-60, "cascade,asset=ALL,side=short usd=2.5e7")], Start);
        Assert.Equal(1, await rule.AlertingAsync(influx.Server, database, Start));
        // It had gone on for a while before it was one: its point lies at its start.
        Assert.Equal(1, await rule.AlertingAsync(influx.Server, database, Start.AddMinutes(25)));
        Assert.Equal(0, await rule.AlertingAsync(influx.Server, database, Start.AddMinutes(35)));
        await WriteAsync(database, [(-90, "cascade,asset=BTC,side=short usd=0"), (-60, "cascade,asset=ALL,side=short usd=0")], Start);
        Assert.Equal(0, await rule.AlertingAsync(influx.Server, database, Start));
    }

    [InfluxFact]
    public async Task A_second_cascade_of_another_asset_or_side_is_an_alert_of_its_own_while_the_first_still_alerts()
    {
        var database = await influx.Server.NewDatabaseAsync();
        await WriteAsync(database, [(-900, "cascade,asset=BTC,side=short usd=2e7")], Start);
        Assert.Equal(1, await Rule("liqmon-cascade").AlertingAsync(influx.Server, database, Start));
        await WriteAsync(database, [(-60, "cascade,asset=ETH,side=short usd=3e6"), (-30, "cascade,asset=BTC,side=long usd=4e6")], Start);
        Assert.Equal(3, await Rule("liqmon-cascade").AlertingAsync(influx.Server, database, Start));
    }

    private static AlertRule Rule(string uid) => AlertRule.All.Single(rule => rule.Uid == uid);

    /// <summary>Every second step crosses the threshold, every other one is ordinary.</summary>
    private async Task ChecksAsync(string uid, params (int Second, string Point)[][] steps)
    {
        var database = await influx.Server.NewDatabaseAsync();
        for (var step = 0; step < steps.Length; step++)
        {
            // Far enough apart that nothing of the step before is within the rule's span.
            var now = Start.AddHours(step);
            await WriteAsync(database, steps[step], now);
            Assert.Equal(step % 2, await Rule(uid).AlertingAsync(influx.Server, database, now));
        }
    }

    private static (int, string)[] Squeeze(string window, double usd = 0, double coverage = 1) =>
    [
        .. Enumerable.Range(1, 6).Select(i => (-10 * i, FormattableString.Invariant(
            $"squeeze,asset=ALL,venue=ALL,window={window} short_minus_long_usd={usd},coverage={coverage}"))),
        // Of no concern to the rule, whatever they say.
        .. Enumerable.Range(1, 6).Select(i => (-10 * i, $"squeeze,asset=BTC,venue=ALL,window={window} short_minus_long_usd=9e9,coverage=0")),
        .. Enumerable.Range(1, 6).Select(i => (-10 * i, "squeeze,asset=ALL,venue=ALL,window=7d short_minus_long_usd=9e9,coverage=0")),
    ];

    private static (int, string)[] Lag(double seconds) =>
        [.. Enumerable.Range(1, 6).Select(i => (-10 * i, FormattableString.Invariant($"collector,collector=one influx_lag_s={seconds}")))];

    private static (int, string)[] Feed(string venue, params int[] connected) =>
        [.. connected.Select((live, i) => (-5 - (30 * i), $"feed_health,venue={venue},feed=force_orders connected={live}"))];

    private async Task WriteAsync(string database, (int Second, string Point)[] points, DateTimeOffset now)
    {
        var lines = points.Select(point => $"{point.Point} {now.AddSeconds(point.Second).ToUnixTimeMilliseconds()}000000");
        var (status, body) = await influx.Server.WriteAsync(database, string.Join('\n', lines));
        Assert.True(status == 204, body);
    }
}
