using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Tests.Feeds;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Http;

/// <summary>What keeps failing has few lines in the log.</summary>
public sealed class FailureLogTests
{
    private static readonly ConnectionFailure Refused = new(GapReason.Unreachable, "unreachable: connection refused");
    private static readonly ConnectionFailure Limited = new(GapReason.RateLimited, "rate limited: HTTP 429");

    private readonly ListLogger _log = new();
    private readonly Stopwatch _time = new();

    private FailureLog New() => new("okx", _time, _log);

    [Fact]
    public void Four_hours_of_failing_sockets_lists_and_polls_have_a_line_every_ten_minutes_and_one_at_the_end()
    {
        var failures = New();
        for (var second = 0; second < 4 * 3_600; second += 5)
        {
            foreach (var part in (string[])["public", "instruments", "open_interest"])
                failures.Failed(part, Refused, First(part));
            _time.Move(5);
        }

        Assert.Equal(24, _log.Lines.Count);
        Assert.Equal((LogLevel.Error, "public: unreachable: connection refused"), _log.Lines[0]);
        Assert.All(_log.Lines.Skip(1), line => Assert.Equal(
            (LogLevel.Warning, "okx: it still fails (instruments, open_interest, public); 360 failures since the last line: unreachable: connection refused"),
            line));
        Assert.True(failures.Recovered("public"));
        failures.Recovered("instruments");
        Assert.Equal(24, _log.Lines.Count);
        failures.Recovered("open_interest");
        Assert.Equal((LogLevel.Information, "okx: works again after 14400 s and 8640 failures"), _log.Lines[^1]);
        Assert.False(failures.Recovered("open_interest"));
        Assert.Equal(25, _log.Lines.Count);
    }

    [Fact]
    public void Another_kind_of_failure_has_a_line_of_its_own()
    {
        var failures = New();
        failures.Failed("public", Refused, First("public"));
        failures.Failed("instruments", Limited, First("instruments"));
        failures.Failed("open_interest", Limited, First("open_interest"));
        Assert.Equal(["public: unreachable: connection refused", "instruments: rate limited: HTTP 429"], _log.Lines.Select(line => line.Text));
    }

    [Fact]
    public void A_connection_that_comes_and_goes_does_not_fill_the_log()
    {
        var failures = New();
        for (var second = 0; second < 3_600; second += 20)
        {
            failures.Failed("public", Refused, First("public"));
            _time.Move(10);
            failures.Recovered("public");
            _time.Move(10);
        }

        Assert.InRange(_log.Lines.Count, 6, 14);
    }

    [Fact]
    public void What_was_well_for_a_minute_fails_anew()
    {
        var failures = New();
        failures.Failed("public", Refused, First("public"));
        failures.Recovered("public");
        _time.Move(61);
        failures.Failed("public", Refused, First("public"));
        Assert.Equal(2, _log.Lines.Count(line => line.Level == LogLevel.Error));
    }

    [Fact]
    public void A_feed_that_is_no_more_is_not_waited_for()
    {
        var failures = New();
        failures.Failed("public", Refused, First("public"));
        failures.Failed("business", Refused, First("business"));
        Assert.True(failures.IsUnreachable);
        failures.Forget("business");
        failures.Recovered("public");
        Assert.False(failures.IsUnreachable);
        Assert.EndsWith("works again after 0 s and 2 failures", _log.Lines[^1].Text, StringComparison.Ordinal);
    }

    private Action<string> First(string part) => detail => _log.Log(LogLevel.Error, default, part + ": " + detail, null, (text, _) => text);

    /// <summary>A monotonic clock that is moved by hand.</summary>
    private sealed class Stopwatch : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds;

        public void Move(long seconds) => _seconds += seconds;
    }
}
