using FsCheck;
using FsCheck.Fluent;
using LiqMon.Feeds.Polling;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>The clock-driven rules, on a clock of our own.</summary>
public sealed class PacingTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Ceilings_double_from_1_to_60_seconds()
    {
        var backoff = new Backoff(new Random(1));
        var ceilings = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            ceilings.Add(backoff.Ceiling.TotalSeconds);
            backoff.Next();
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], ceilings);
        backoff.RecordSuccess(TimeSpan.FromSeconds(59.9));
        Assert.Equal(60, backoff.Ceiling.TotalSeconds);
        backoff.RecordSuccess(TimeSpan.FromSeconds(60));
        Assert.Equal(1, backoff.Ceiling.TotalSeconds);
    }

    [Fact]
    public void A_wait_is_under_its_ceiling_and_over_what_was_asked() =>
        Prop.ForAll<int, NonNegativeInt>((seed, asked) =>
        {
            var backoff = new Backoff(new Random(seed));
            for (var i = 0; i < 20; i++)
            {
                var ceiling = backoff.Ceiling;
                var least = TimeSpan.FromSeconds(asked.Get);
                var wait = backoff.Next(i % 2 == 0 ? null : least);
                Assert.True(i % 2 == 0 ? wait >= TimeSpan.Zero && wait <= ceiling : wait >= least && (wait <= ceiling || wait == least));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Jitter_fills_the_whole_span()
    {
        var waits = Enumerable.Range(0, 200).Select(seed => new Backoff(new Random(seed)).Next().TotalSeconds).ToList();
        Assert.InRange(waits.Min(), 0, 0.1);
        Assert.InRange(waits.Max(), 0.9, 1);
    }

    [Fact]
    public void A_ban_without_a_header_doubles_from_2_minutes_to_3_hours()
    {
        var pause = new HostRateLimit(_time);
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            pause.Record(418, null, TimeSpan.Zero);
            pauses.Add(pause.Remaining.TotalMinutes);
            _time.Advance(pause.Remaining);
            Assert.Equal(TimeSpan.Zero, pause.Remaining);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 180, 180], pauses);
        pause.Reset();
        pause.Record(418, null, TimeSpan.Zero);
        Assert.Equal(2, pause.Remaining.TotalMinutes);
    }

    [Theory]
    [InlineData(429, 17, 17)]
    [InlineData(429, null, 60)]
    [InlineData(418, 17, 17)]
    [InlineData(403, null, 600)]
    [InlineData(500, 17, 0)]
    public void A_host_is_left_alone_as_it_asked(int status, int? retryAfter, int seconds)
    {
        var pause = new HostRateLimits(_time).Of(new Uri("https://venue.example/x"));
        pause.Record(status, retryAfter is { } asked ? TimeSpan.FromSeconds(asked) : null, TimeSpan.FromMinutes(10));
        Assert.Equal(seconds, pause.Remaining.TotalSeconds);
    }

    [Fact]
    public void Pauses_are_shared_by_host_and_the_longest_holds()
    {
        var pauses = new HostRateLimits(_time);
        pauses.Of(new Uri("wss://venue.example/a")).Record(429, TimeSpan.FromSeconds(30), default);
        pauses.Of(new Uri("wss://VENUE.example/b")).Record(429, TimeSpan.FromSeconds(10), default);
        Assert.Equal(30, pauses.Of(new Uri("https://venue.example/c")).Remaining.TotalSeconds);
        Assert.Equal(TimeSpan.Zero, pauses.Of(new Uri("https://other.example/")).Remaining);
    }

    [Fact]
    public void Clock_steps_change_no_wait()
    {
        var pause = new HostRateLimit(_time);
        pause.Record(429, TimeSpan.FromSeconds(30), default);
        _time.StepWall(TimeSpan.FromHours(-1));
        Assert.Equal(30, pause.Remaining.TotalSeconds);
        _time.StepWall(TimeSpan.FromHours(2));
        Assert.Equal(30, pause.Remaining.TotalSeconds);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(418)]
    [InlineData(403)]
    public void No_pause_that_a_host_asks_for_is_longer_than_a_quarter_of_an_hour(int status)
    {
        var pause = new HostRateLimit(_time);
        pause.Record(status, TimeSpan.FromSeconds(int.MaxValue), default);
        Assert.Equal(900, pause.Remaining.TotalSeconds);
        // Asked again after it, the host may ask for the next.
        _time.Advance(TimeSpan.FromSeconds(900));
        Assert.Equal(TimeSpan.Zero, pause.Remaining);
        pause.Record(status, TimeSpan.MaxValue, default);
        Assert.Equal(900, pause.Remaining.TotalSeconds);
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData("Fri, 20 Nov 2026 12:01:00 GMT", 60.0)]
    [InlineData("Fri, 20 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 900.0)]
    [InlineData("2147483647", 900.0)]
    [InlineData("99999999999999999999", 900.0)]
    [InlineData("1.5", 2.0)]
    [InlineData("-5", 0.0)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", 900.0)]
    [InlineData("-Infinity", 0.0)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Retry_after_is_seconds_or_a_date(string? header, double? seconds) =>
        Assert.Equal(seconds, ConnectionFailure.RetryAfterOf(header, _time.GetUtcNow())?.TotalSeconds);

    [Fact]
    public void Turns_keep_their_distance()
    {
        var pacer = new Throttle(TimeSpan.FromMilliseconds(350), _time);
        var turns = Enumerable.Range(0, 4).Select(_ => pacer.WaitTurnAsync(CancellationToken.None)).ToList();
        Assert.Equal(1, turns.Count(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(349));
        Assert.Equal(1, turns.Count(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, turns.Count(turn => turn.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(700));
        Assert.Equal(4, turns.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public void No_more_than_12_connects_in_any_5_minutes() => Prop.ForAll<int>(seed =>
    {
        var time = new FakeTime();
        var limit = new ConnectRateLimiter(time);
        var random = new Random(seed);
        var connects = new List<long>();
        for (var i = 0; i < 60; i++)
        {
            time.Advance(limit.Remaining + TimeSpan.FromSeconds(random.Next(0, 3)));
            limit.Record();
            connects.Add(time.GetTimestamp());
        }

        for (var i = 12; i < connects.Count; i++)
            Assert.True(time.GetElapsedTime(connects[i - 12], connects[i]) >= ConnectRateLimiter.Window);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_venue_that_comes_back_is_dialled_within_a_minute_however_long_it_was_away() => Prop.ForAll<int>(seed =>
    {
        var time = new FakeTime();
        var policy = new ReconnectPolicy(new Random(seed), time);
        var pause = new HostRateLimit(time);
        var dials = new List<long>();
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            policy.Dialled();
            dials.Add(time.GetTimestamp());
            // Refused at once, cut after a while, or alive and replaced as planned.
            var lasted = TimeSpan.FromSeconds(random.Next(4) switch { 0 => 0, 1 => 2, 2 => 30, _ => 200 } * random.NextDouble());
            time.Advance(lasted);
            policy.RecordSuccess(lasted);
            if (random.Next(3) > 0)
                policy.Failed(new ConnectionFailure(GapReason.Unreachable, ""));
            var wait = policy.Remaining(pause);
            Assert.True(wait <= ReconnectPolicy.LongestWait, $"attempt {i} waits {wait}");
            time.Advance(wait + TimeSpan.FromMilliseconds(1));
        }

        for (var i = ConnectRateLimiter.Most; i < dials.Count; i++)
            Assert.True(dials[i] - dials[i - ConnectRateLimiter.Most] >= ConnectRateLimiter.Window.Ticks);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bucket_refills_evenly_and_heeds_what_others_used()
    {
        var bucket = new TokenBucket(300, 300, _time);
        Assert.Equal(TimeSpan.Zero, bucket.Reserve(300));
        Assert.Equal(TimeSpan.FromSeconds(2), bucket.Reserve(10));
        _time.Advance(TimeSpan.FromMinutes(5));
        bucket.Observe(500);
        Assert.False(bucket.TryTake(1));
        Assert.Equal(TimeSpan.FromSeconds(40.2), bucket.Reserve(1));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(bucket.TryTake(300));
    }

    [Fact]
    public void Polls_are_spread_evenly_and_keep_their_period()
    {
        var schedule = new PollSchedule(_time);
        schedule.Set([.. Enumerable.Range(0, 10).Select(i => Poll(i, 10)), Poll(99, 60)]);
        var runs = new Dictionary<string, List<double>>();
        for (var second = 0; second < 60; second++)
        {
            var inThisSecond = 0;
            while (schedule.TryTake(out var poll, out _))
            {
                inThisSecond++;
                if (!runs.TryGetValue(poll.Request.Name, out var times))
                    runs[poll.Request.Name] = times = [];
                times.Add(second);
                schedule.Done(poll);
            }

            Assert.InRange(inThisSecond, 1, 2);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(schedule.HasSwept);
        Assert.Equal([3, 13, 23, 33, 43, 53], runs["3"]);
        Assert.Single(runs["99"]);
    }

    [Fact]
    public void Polls_that_stay_keep_their_turn()
    {
        var schedule = new PollSchedule(_time);
        schedule.Set([Poll(1, 10), Poll(2, 10)]);
        Assert.True(schedule.TryTake(out var running, out _));
        schedule.Set([Poll(2, 10), Poll(1, 10), Poll(3, 5)]);
        Assert.True(schedule.TryTake(out var third, out _));
        Assert.Equal("3", third.Request.Name);
        schedule.Done(running);
        Assert.False(schedule.HasSwept);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(schedule.TryTake(out var second, out _));
        Assert.Equal("2", second.Request.Name);
    }

    private static RestPoll Poll(int number, int seconds) =>
        new(new RestRequest($"{number}", new Uri($"https://venue.example/{number}")), TimeSpan.FromSeconds(seconds));
}
