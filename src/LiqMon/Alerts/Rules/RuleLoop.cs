using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Alerts;

/// <summary>Looks at all rules every few seconds, and offers what they lead to.</summary>
/// <param name="rules">The rules.</param>
/// <param name="answers">The store's answers.</param>
/// <param name="status">The state of every feed.</param>
/// <param name="offer">Sends an alert to the targets of a rule; never waits.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed class RuleLoop(
    IReadOnlyList<AlertRule> rules, StoreQueries answers, Func<IReadOnlyList<StatusResult>> status, Action<Alert, AlertRule> offer,
    TimeProvider time, ILogger log)
{
    /// <summary>How often rules are looked at.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private readonly List<(AlertRule Rule, RuleState State)> _states = [.. rules.Select(rule => (rule, new RuleState(rule)))];
    private bool _isUnreadable;

    /// <summary>Looks until cancelled. After a fault it may be run again, and goes on from where it was.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // A look reads the store, for which whoever starts this shall not wait.
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        do
            Look();
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>Looks once at every rule.</summary>
    internal void Look()
    {
        var now = time.GetUtcNow();
        var at = time.GetElapsedTime(_started);
        var values = new RuleValues(answers, status(), now);
        StoreException? unread = null;
        foreach (var (rule, state) in _states)
        {
            var reading = Read(rule, values, ref unread);
            var heldFor = state.HeldFor(at) ?? TimeSpan.Zero;
            var step = state.Take(reading?.Holds, at);
            if (step == RuleStep.Nothing || reading is null)
                continue;
            var alert = Alert.Of(reading, step == RuleStep.Fire, now - heldFor, now);
            log.RuleChanged(alert.Title);
            offer(alert, rule);
        }

        // A store that cannot be read has its own lines; here once is enough.
        if (unread is not null && !_isUnreadable)
            log.RulesUnread(unread.Message);
        _isUnreadable = unread is not null;
    }

    /// <summary>What a rule is now; null, which is not known, where the store cannot be read.</summary>
    private static RuleReading? Read(AlertRule rule, RuleValues values, ref StoreException? unread)
    {
        try
        {
            return RuleReading.Of(rule, values);
        }
        catch (StoreException failure)
        {
            unread = failure;
            return null;
        }
    }
}
