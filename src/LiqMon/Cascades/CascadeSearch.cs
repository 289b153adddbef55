using LiqMon.Completeness;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Cascades;

/// <summary>
/// The search for cascades over a store: begins where the last one ended, goes on with what is committed, and writes what
/// it finds. A search of everything at once and one that follows each commit write the same. Used by one thread at a time.
/// </summary>
/// <param name="store">Where cascades are written.</param>
/// <param name="reader">The same store, for reading.</param>
/// <param name="venues">Ids of the venues whose coverage counts.</param>
/// <param name="rule">What a cascade is.</param>
internal sealed class CascadeSearch(EventStore store, StoreReader reader, IReadOnlyList<string> venues, CascadeRule rule)
{
    private const int SettledAtOnce = 100;

    // Cascades this near to each other may be part of one of the whole market.
    private const long NearMs = 2 * UnixTime.MinuteMs;

    // The hour after, and time for its last price to arrive.
    private const long SettleAfterMs = UnixTime.HourMs + 5 * UnixTime.MinuteMs;

    private readonly CompletenessQuery _completeness = new(reader, RequestedVenue.Catalogue, new WeightCache());

    private CascadeDetector _book = new(rule, long.MaxValue, 0, static _ => []);
    private long _sequence;
    private CancellationToken _cancellation;

    /// <summary>Whether something was taken in that is too old for the search to go on, so that it has to begin again.</summary>
    internal bool IsBehind { get; private set; }

    /// <summary>The cascades that are open.</summary>
    internal IEnumerable<Cascade> Open => _book.Open;

    /// <summary>Begins where the search ended last; also again, in the place of what was held before.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal void Begin(long nowMs, CancellationToken cancellation = default)
    {
        IsBehind = false;
        _cancellation = cancellation;
        var nowMinute = nowMs / UnixTime.MinuteMs;
        var secondsFrom = nowMinute - CascadeDetector.SecondsMinutes;
        reader.Cascades.Search(Read, cancellation);

        long Read(CascadeInput input)
        {
            _sequence = input.Sequence();
            var from = From(input, Math.Min(input.SearchedTo(), (nowMinute - CascadeDetector.ReachMinutes) * UnixTime.MinuteMs)) / UnixTime.MinuteMs;
            CascadeDetector? book = null;
            _book = book = new CascadeDetector(
                rule, input.FirstMinute() ?? long.MaxValue, secondsFrom * 60,
                spans => reader.Cascades.Search(older => older.Seconds(spans, book!.Venues), _cancellation));
            input.AddMinutes(book, from - CascadeDetector.ReachMinutes - CascadeRule.NormalMinutes, secondsFrom);
            input.AddSeconds(book, secondsFrom * 60);
            foreach (var cascade in input.Known((from - CascadeDetector.ReachMinutes) * UnixTime.MinuteMs, long.MaxValue))
                book.Restore(cascade);
            book.SearchFrom(from);
            return from;
        }
    }

    /// <summary>Takes in what a commit has made durable; false when one before it is missing, so that the search has to begin again.</summary>
    internal bool TryAdd(Committed commit)
    {
        if (commit.Sequence <= _sequence)
            return true;
        if (commit.Sequence > _sequence + 1)
            return false;
        _sequence = commit.Sequence;
        foreach (var liquidation in commit.Stored)
        {
            _book.Add(liquidation);
            IsBehind |= liquidation.EventTimeMs < commit.NowMs - CascadeDetector.ReachMinutes * UnixTime.MinuteMs;
        }

        return true;
    }

    /// <summary>Looks for cascades up to a moment and writes what is different.</summary>
    /// <param name="nowMs">The moment.</param>
    /// <param name="mark">Whether to note how far was looked even when nothing is different.</param>
    /// <returns>What is different, with prices, open interest and coverage.</returns>
    /// <exception cref="StoreException">Nothing was written; begin again.</exception>
    internal IReadOnlyList<CascadeChange> Search(long nowMs, bool mark, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        var changes = _book.Search(nowMs, cancellation);
        if (changes.Count == 0 && !mark)
            return changes;
        changes = [.. changes.Select(change => change with { Cascade = Described(change.Cascade, nowMs, cancellation) })];
        CascadeWrite[] writes =
            [.. changes.Select(change => new CascadeWrite(change.Cascade, IsWithdrawn: change.Kind == CascadeChangeKind.Withdrawn))];
        if (IsBehind)
            store.Write(writes);
        else
            store.Searched(writes, nowMs / 1_000 * 1_000, _sequence);
        return changes;
    }

    /// <summary>Adds the hour after to cascades for which it is over.</summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    internal void Settle(long nowMs, CancellationToken cancellation = default)
    {
        while (reader.Cascades.Unsettled(nowMs - SettleAfterMs, SettledAtOnce) is { Count: > 0 } ended)
            store.Write([.. ended.Select(cascade => new CascadeWrite(Described(cascade, nowMs, cancellation), IsSettled: true))]);
    }

    private Cascade Described(Cascade cascade, long nowMs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var coverage = (double)_completeness.Run(venues, cascade.StartMs, cascade.EndMs, Math.Max(nowMs, cascade.EndMs)).Of(new()).Covered;
        if (cascade.Asset == Cascade.MarketWide)
            return cascade with { Coverage = coverage };
        var around = reader.Cascades.MarketContext(cascade.Asset, cascade.StartMs, cascade.EndMs);
        return cascade with
        {
            Coverage = coverage,
            PriceChange = around.PriceChange,
            PriceChangeHourAfter = nowMs >= cascade.EndMs + UnixTime.HourMs ? around.PriceChangeHourAfter : null,
            OpenInterestChange = around.OpenInterestChange,
        };
    }

    // A cascade that reaches over the moment, or a chain of them, is looked at as a whole.
    private static long From(CascadeInput input, long fromMs)
    {
        foreach (var cascade in input.Known(fromMs - UnixTime.DayMs, long.MaxValue))
        {
            // The newest come first.
            if (cascade.StartMs < fromMs && cascade.EndMs + NearMs >= fromMs)
                fromMs = cascade.StartMs;
        }

        return Math.Max(fromMs, input.RawFromMs());
    }
}
