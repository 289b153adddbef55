using LiqMon.Alerts;
using LiqMon.Cli;
using LiqMon.Configuration;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Alerts;

/// <summary>Rules over a real store, with a clock that is moved by hand, and as the settings name them.</summary>
public sealed class RuleLoopTests : IDisposable
{
    private readonly SampleStore _store = new();
    private readonly FakeTime _time = new();
    private readonly List<Alert> _offered = [];
    private IReadOnlyList<StatusResult> _status = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_total_is_sent_when_it_has_held_and_when_it_has_left_the_window()
    {
        // 192,001 dollars of shorts at 11:30:00.123; it is noon.
        var loop = Loop(Rule("squeeze(BTC,1h).short_usd > 192k", forSeconds: 60, repeatSeconds: 600));
        loop.Look();
        Assert.Empty(_offered);

        _time.Advance(TimeSpan.FromSeconds(60));
        loop.Look();
        var fired = Assert.Single(_offered);
        Assert.Equal(AlertEvent.RuleFired, fired.Event);
        Assert.Equal("Rule r holds: squeeze(BTC,1h).short_usd > 192k", fired.Title);
        Assert.Equal(192_001, fired.Rule!.Values["squeeze(BTC,1h).short_usd"]);
        Assert.Equal(FixedTime.Noon.GetUtcNow(), fired.Rule.Since);

        _time.Advance(TimeSpan.FromSeconds(590));
        loop.Look();
        Assert.Single(_offered);
        _time.Advance(TimeSpan.FromSeconds(10));
        loop.Look();
        Assert.Equal(2, _offered.Count);

        _time.Advance(TimeSpan.FromMinutes(20));
        loop.Look();
        Assert.Equal([AlertEvent.RuleFired, AlertEvent.RuleFired, AlertEvent.RuleCleared], _offered.Select(alert => alert.Event));
    }

    [Theory]
    [InlineData("squeeze(BTC,24h).long_usd >= 142500 and squeeze(BTC,24h).long_usd < 142501", true)]
    [InlineData("squeeze(ALL,24h).total_usd > squeeze(BTC,24h).total_usd", true)]
    [InlineData("squeeze(BTC,24h).short_minus_long_usd > 49k and squeeze(BTC,24h).short_share > 57%", true)]
    [InlineData("squeeze(BTC,24h).long_orders + squeeze(BTC,24h).short_orders > 1.5 and squeeze(BTC,24h).largest_usd > 192k", true)]
    // Nobody watched that venue, so its zeros mean nothing.
    [InlineData("squeeze(BTC,24h,bybit).total_usd < 1", null)]
    [InlineData("squeeze(BTC,24h,bybit).floor and squeeze(BTC,24h,bybit).covered < 1%", true)]
    [InlineData("squeeze(BTC,24h).floor and squeeze(BTC,24h).covered < 1", true)]
    [InlineData("squeeze(BTC,24h).price_change > 0", null)]
    // An hour old.
    [InlineData("price(BTC) > 0 or funding(BTC) > 0", null)]
    [InlineData("price(DOGE) > 0 or funding(DOGE) > 0", null)]
    [InlineData("feed(okx).down and feed(okx).seconds_down > 119", true)]
    [InlineData("feed(ALL).down and not(feed(binance).down)", true)]
    [InlineData("feed(bybit).down or feed(bybit).seconds_down < 1", null)]
    public void A_condition_sees_what_the_queries_answer(string when, bool? holds)
    {
        _status = [new("binance", "market", "live", _time.GetUtcNow(), null, 0), new("okx", "public", "backing_off", _time.GetUtcNow().AddMinutes(-2), null, 3)];

        Assert.Equal(holds, RuleReading.Of(Rule(when), new RuleValues(Answers(), _status, _time.GetUtcNow())).Holds);
    }

    [Theory]
    // Sampled at 10:00 and at 11:00: 1,000 coins, then 900, for 86 million dollars.
    [InlineData("oi(BTC,62m).change < -9.9% and oi(BTC,62m).change > -10.1%", true)]
    [InlineData("oi(BTC,62m).usd > 85M and oi(BTC,62m).usd_change < -8M", true)]
    [InlineData("oi(BTC,30m).change < 0", null)]
    [InlineData("funding(BTC) > 0.009% and funding(BTC,binance) < 0.011%", true)]
    [InlineData("price(BTC) > 95555 and price(BTC) < 95556", true)]
    [InlineData("price(BTC,bybit) > 0", null)]
    public void A_condition_sees_open_interest_and_prices_of_the_last_minutes(string when, bool? holds)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(SampleStore.Ms("2026-11-20T11:01:00.000Z"));

        Assert.Equal(holds, RuleReading.Of(Rule(when), new RuleValues(Answers(), _status, now)).Holds);
    }

    [Fact]
    public void An_alert_over_what_was_not_watched_throughout_says_so()
    {
        Loop(Rule("squeeze(BTC,1h,binance).short_usd > 1 and squeeze(BTC,1h,binance).long_usd < 1M")).Look();

        var fired = Assert.Single(_offered);
        var (source, floor) = Assert.Single(fired.Rule!.Floors);
        Assert.Equal("squeeze(BTC,1h,binance)", source);
        // The last ten minutes of the hour are a gap.
        Assert.StartsWith("at least: 83.3%", floor, StringComparison.Ordinal);
        Assert.Contains("gaps at binance", floor, StringComparison.Ordinal);
        Assert.Contains(fired.Lines, line => line.StartsWith("squeeze(BTC,1h,binance) is a floor, at least: 83.3%", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_one_line_of_the_log_until_it_can_again()
    {
        var isThere = false;
        var log = new KeptLog();
        var answers = new StoreQueries(
            () => isThere ? StoreReader.Open(_store.Directory) : throw new StoreException(StoreFailure.Busy, "of the test"), KnownVenues.Of(_ => true));
        // The second needs no store.
        var loop = new RuleLoop(
            [Rule("squeeze(BTC,1h).short_usd > 1B"), Rule("feed(binance).down")], answers, () => _status, (alert, _) => Keep(alert), _time, log);

        loop.Look();
        loop.Look();
        Assert.Single(log.Lines);
        isThere = true;
        loop.Look();
        isThere = false;
        loop.Look();

        Assert.Equal(2, log.Lines.Count);
        Assert.All(log.Lines, line => Assert.Contains("of the test", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_loop_looks_by_itself_and_goes_on_when_the_store_can_be_read_again()
    {
        var isThere = false;
        var log = new KeptLog();
        var answers = new StoreQueries(
            () => isThere ? StoreReader.Open(_store.Directory) : throw new StoreException(StoreFailure.Busy, "of the test"), KnownVenues.Of(_ => true));
        var loop = new RuleLoop([Rule("squeeze(BTC,1h).short_usd > 1")], answers, () => _status, (alert, _) => Keep(alert), _time, log);
        using var stop = new CancellationTokenSource();
        var running = loop.RunAsync(stop.Token);
        await Until.TrueAsync(() => _time.Timers == 1, "it waits for the next time");
        Assert.Equal(0, Kept);

        isThere = true;
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(RuleLoop.Interval);
                return Kept > 0;
            },
            "the rule is sent");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(1, Kept);
    }

    [Fact]
    public async Task A_rule_goes_to_the_targets_that_want_it()
    {
        await using var server = await new HookServer().StartAsync();
        AlertTarget Target(string name) => new() { Name = name, Service = AlertService.Json, Url = new Secret(new Uri(server.Url, "/" + name).AbsoluteUri) };
        using var sender = new AlertSender([Target("a"), Target("b"), Target("c") with { Rules = false }], new Random(1), TimeProvider.System, new KeptLog());
        using var stop = new CancellationTokenSource();
        var running = sender.RunAsync(new LiqMon.Threading.Supervisor(TimeProvider.System, new KeptLog()), stop.Token);
        var loop = new RuleLoop(
            [Rule("squeeze(BTC,1h).short_usd > 1"), Rule("squeeze(BTC,1h).short_usd > 2") with { Name = "only", Targets = ["B"] }], Answers(), () => _status, sender.Offer, _time, new KeptLog());

        loop.Look();

        await Until.TrueAsync(() => server.Posted.Count == 3, "three are posted");
        await stop.CancelAsync();
        await running;
        Assert.Equal(
            ["/a rule_fired r", "/b rule_fired only", "/b rule_fired r"],
            server.Posted.Select(post => $"{post.Path} {post.Body.GetProperty("event")} {post.Body.GetProperty("rule").GetProperty("name")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_command_shows_what_each_rule_sees_and_posts_nothing()
    {
        var environment = new Dictionary<string, string>
        {
            ["LIQMON_Alerts__Rules__shorts__When"] = "squeeze(BTC,1h).short_usd > 50M",
            ["LIQMON_Alerts__Rules__shorts__For"] = "60s",
            ["LIQMON_Alerts__Rules__down__When"] = "feed(binance).down",
        };

        var run = await CliRun.Of(environment, "alerts", "test", "--rules", "--data", _store.Directory);
        var json = await CliRun.Of(environment, "alerts", "test", "--rules", "--format", "json", "--data", _store.Directory);

        Assert.Equal((ExitCode.Ok, ""), (run.Code, run.Error));
        Assert.Contains("squeeze(BTC,1h).short_usd = 192,001", run.Out, StringComparison.Ordinal);
        Assert.Contains("not known", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            """{"rule":"shorts","holds":false,"when":"squeeze(BTC,1h).short_usd \u003E 50M","values":{"squeeze(BTC,1h).short_usd":192001},"floors":{"squeeze(BTC,1h)":"at least: """, json.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("alerts", "test", "--rules")).Code);
    }

    [Fact]
    public async Task Targets_are_tried_before_there_is_a_store_for_rules_to_look_at()
    {
        await using var server = await new HookServer().StartAsync();
        var environment = new Dictionary<string, string>
        {
            ["LIQMON_Alerts__desk__Service"] = "json",
            ["LIQMON_Alerts__desk__Url"] = server.Url.AbsoluteUri,
            ["LIQMON_Alerts__Rules__r__When"] = "price(BTC) > 1",
        };

        var run = await CliRun.Of(environment, "alerts", "test", "--data", Path.Combine(_store.Directory, "none"));

        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Single(server.Posted);
        Assert.Contains("what rules see is not known", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LIQMON_Alerts__Rules__Service is not a setting", "LIQMON_Alerts__Rules__Service", "json")]
    [InlineData("Alerts:Rules:a b: name a rule with letters", "LIQMON_Alerts__Rules__a b__When", "price(BTC) > 1")]
    public async Task Rules_are_no_target_and_have_plain_names(string error, string name, string value)
    {
        var run = await CliRun.Of(new Dictionary<string, string> { [name] = value }, "venues");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alerts:Rules:r:When: write a condition", "For=60s")]
    [InlineData("Alerts:Rules:r:When: 'price(BTC >' cannot be read", "When=price(BTC >")]
    [InlineData("Alerts:Rules:r:When: squeeze(BTC,7x): window: '7x' is not a window", "When=squeeze(BTC,7x).short_usd > 1")]
    [InlineData("Alerts:Rules:r:For: 'soon' is not a length of time", "When=price(BTC) > 1", "For=soon")]
    [InlineData("Alerts:Rules:r:Repeat: 'often' is not a length of time", "When=price(BTC) > 1", "Repeat=often")]
    [InlineData("Alerts:Rules:r:Targets: 'nobody' is no target of Alerts", "When=price(BTC) > 1", "Targets=nobody")]
    [InlineData("is not a setting", "When=price(BTC) > 1", "Every=1h")]
    [InlineData("Alerts:Rules:r:When: 'price(BTC) >' cannot be read at letter 13: a comparison needs a second value", "When=price(BTC) >")]
    [InlineData("Alerts:Rules:r:When: 'vega' is not known; there are squeeze(asset, window, venue), oi(", "When=vega(BTC) > 1")]
    public async Task A_rule_that_is_wrong_is_an_error_at_the_start(string error, params string[] settings)
    {
        var environment = settings.Select(setting => setting.Split('=', 2)).ToDictionary(parts => "LIQMON_Alerts__Rules__r__" + parts[0], parts => parts[1]);

        var run = await CliRun.Of(environment, "venues");

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    private int Kept
    {
        get
        {
            lock (_offered)
                return _offered.Count;
        }
    }

    private void Keep(Alert alert)
    {
        lock (_offered)
            _offered.Add(alert);
    }

    private StoreQueries Answers() => new(() => StoreReader.Open(_store.Directory), KnownVenues.Of(_ => true));

    private RuleLoop Loop(AlertRule rule) => new([rule], Answers(), () => _status, (alert, _) => Keep(alert), _time, new KeptLog());

    private static AlertRule Rule(string when, int forSeconds = 0, int repeatSeconds = 0) => new(
        "r", when, RuleParser.Read(when, out _)!, TimeSpan.FromSeconds(forSeconds), repeatSeconds == 0 ? null : TimeSpan.FromSeconds(repeatSeconds), []);
}
