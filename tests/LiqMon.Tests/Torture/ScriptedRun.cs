using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Torture;

/// <summary>
/// Plays the script over a disk that fails, then once more from where the store says it is over a disk that is well, and
/// looks at what is there in the end.
/// </summary>
internal sealed class ScriptedRun : IDisposable
{
    /// <summary>How often the same step is tried again, as the program does for as long as it runs.</summary>
    private const int Attempts = 3;

    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly IoFault _fault;
    private EventStore? _store;
    private int _acknowledged;
    private bool _isLastUnknown;

    private ScriptedRun(IoFault fault) => _fault = fault;

    /// <summary>Plays the script. Nothing it throws is expected.</summary>
    /// <param name="fault">What fails.</param>
    /// <param name="killed">Whether the process ends where the disk stays bad; otherwise it closes the store. A fault with a
    /// power cut always ends it, with what is on the disk then.</param>
    public static ScriptEnd Play(IoFault fault, bool killed)
    {
        using var run = new ScriptedRun(fault);
        run.PlayBadly();
        return run.GoOn(killed);
    }

    public void Dispose()
    {
        _store?.Dispose();
        FaultyDisk.Clear(_folder.Path);
        _folder.Dispose();
    }

    private void PlayBadly()
    {
        FaultyDisk.Set(_folder.Path, _fault);
        if (!Try(Open))
            return;
        foreach (var step in StoreScript.Steps)
        {
            _isLastUnknown = step.Items is not null;
            if (!Try(() => Do(step)))
                return;
            _acknowledged += step.Items is null ? 0 : 1;
            _isLastUnknown = false;
        }
    }

    private ScriptEnd GoOn(bool killed)
    {
        using var crashed = _fault.Power is { } power ? Restored(power) : killed ? _folder.Copy(isFast: true) : null;
        var folder = crashed ?? _folder;
        _fault.Mend();
        FaultyDisk.Clear(_folder.Path);
        Close();
        _store = Open(folder);
        var there = _store.Sequence;
        Assert.InRange(there, _acknowledged, _acknowledged + (_isLastUnknown ? 1 : 0));
        // What was acknowledged is there before anything is sent again.
        AssertHolds(folder, StoreScript.Steps.Where(step => step.Items is not null).Take((int)there));
        var commit = 0;
        foreach (var step in StoreScript.Steps)
        {
            if (step.Items is null ? step.Work is not null && commit >= there : ++commit > there)
                Do(step);
        }

        Close();
        return ScriptEnd.Of(folder);
    }

    private static StoreFolder Restored(PowerCut power)
    {
        power.Cut();
        var folder = StoreFolder.Fast();
        power.Restore(folder.Path);
        return folder;
    }

    private static void AssertHolds(StoreFolder folder, IEnumerable<ScriptStep> steps)
    {
        using var reader = folder.Read();
        var rows = reader.Liquidations.List(Sample.Between(0, long.MaxValue), 0, 1_000, newestFirst: false)
            .Select(row => (row.Venue, row.Symbol, row.TimeMs, row.MicroUsd)).ToHashSet();
        foreach (var item in steps.SelectMany(step => step.Items!).Where(item => item.Payload is null))
        {
            var sent = item.Liquidation;
            Assert.Contains((sent.Instrument.Venue, sent.Instrument.Symbol, sent.EventTimeMs, sent.NotionalMicroUsd), rows);
        }
    }

    private bool Try(Action work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                work();
                return true;
            }
            catch (StoreException) when (attempt < Attempts)
            {
                // Tried again, with all that is in memory as the failure left it.
            }
            catch (StoreException)
            {
                return false;
            }
        }
    }

    private void Do(ScriptStep step)
    {
        if (step.Items is { } items)
            _store!.Commit(items);
        else if (step.Work is { } work)
            work(_store!);
        else
            Open();
    }

    private void Open()
    {
        Close();
        _store = Open(_folder);
    }

    private void Close()
    {
        _store?.Dispose();
        _store = null;
    }

    private static EventStore Open(StoreFolder folder) => EventStore.Open(
        folder.Options with { Destinations = [StoreScript.Destination], FirstTelling = TimeSpan.Zero, SampleDetail = TimeSpan.FromHours(2) }, new FakeTime());
}

/// <summary>What is in a store after its script.</summary>
/// <param name="Rows">All rows, one a line.</param>
/// <param name="Waiting">Liquidations that InfluxDB is still to be given, one a line.</param>
/// <param name="Integrity">What SQLite finds wrong; <c>ok</c> for nothing.</param>
/// <param name="Discrepancy">Sums that do not agree; null for none.</param>
internal sealed record ScriptEnd(string Rows, string Waiting, string Integrity, SumDiscrepancy? Discrepancy)
{
    public static ScriptEnd Of(StoreFolder folder)
    {
        using var reader = folder.Read();
        using var outbox = OutboxReader.Over(reader);
        var state = outbox.State(StoreScript.Destination)!;
        var waiting = outbox.ByList(state.Done, state.Newest, int.MaxValue).Liquidations
            .Select(row => FormattableString.Invariant($"{row.Instrument.Series.Venue} {row.Instrument.Symbol} {row.TimeMs} {row.Identity}")).Order(StringComparer.Ordinal);
        return new(
            folder.Dump(StoreTables.All), string.Join('\n', waiting), folder.Dump("PRAGMA integrity_check"), reader.State.Discrepancy(CancellationToken.None));
    }
}
