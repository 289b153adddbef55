using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Reads cascades, and what the search for them needs.</summary>
public sealed class CascadeReader
{
    private readonly Database _database;
    private readonly InstrumentCatalog _names;

    internal CascadeReader(Database database, InstrumentCatalog names) => (_database, _names) = (database, names);

    /// <summary>
    /// Cascades that reach into the span, the newest first. Without assets in the filter also those of the whole market;
    /// with venues those in which one of them took part.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="minUsd">Only those of at least so many dollars.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<Cascade> List(LiquidationFilter filter, double minUsd, int limit)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var all = _database.Snapshot(() => new CascadeRows(_database).Between(filter.FromMs, filter.ToMs));
        return
        [
            .. all.Where(cascade => cascade.MicroUsd >= minUsd * 1e6
                && (filter.Assets is not { } assets || assets.Contains(cascade.Asset))
                && (filter.Venues is not { } venues || cascade.Venues.Any(venues.Contains)))
                .Take(limit),
        ];
    }

    /// <summary>
    /// What has been written about cascades after a revision, in order, also that one was withdrawn: for those who
    /// follow the table, from 0 on.
    /// </summary>
    public IReadOnlyList<CascadeRow> After(long revision, int limit) =>
        _database.Snapshot(() => new CascadeRows(_database).After(revision, limit));

    /// <summary>Cascades that ended before a moment and whose hour after is not known yet.</summary>
    public IReadOnlyList<Cascade> Unsettled(long endedBeforeMs, int limit) =>
        _database.Snapshot(() => new CascadeRows(_database).Unsettled(endedBeforeMs, limit));

    /// <summary>What the market did around a span of an asset.</summary>
    public CascadeMarketContext MarketContext(string asset, long fromMs, long toMs) =>
        _database.Snapshot(() => new CascadeMarketContextQuery(_database, _names).Run(asset, fromMs, toMs));

    /// <summary>From which moment on cascades have yet to be looked for, Unix milliseconds.</summary>
    public long SearchedToMs() => _database.Snapshot(() => _database.Scalar("SELECT from_ms FROM cascade_search") ?? 0);

    /// <summary>
    /// The first moment at which there is a normal to judge cascades by, Unix milliseconds; null while no liquidation is stored.
    /// </summary>
    public long? JudgedFromMs() =>
        Search(input => (input.FirstMinute() + new CascadeRule().WarmUpMinutes) * UnixTime.MinuteMs);

    /// <summary>Runs work on one view of the store, with what the search for cascades reads.</summary>
    internal T Search<T>(Func<CascadeInput, T> work, CancellationToken cancellation = default) =>
        _database.Snapshot(() => work(new CascadeInput(_database, _names)), cancellation);
}
