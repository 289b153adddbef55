using LiqMon.Context;
using LiqMon.External;
using LiqMon.Market;
using LiqMon.Windows;
using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>
/// Answers questions from the store, also while another thread or process writes to it. A reader is cheap to open and
/// is used by one thread at a time.
/// </summary>
public sealed class StoreReader : IDisposable
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);
    private readonly Database _database;
    private readonly InstrumentCatalog _names;
    private readonly bool _isBorrowed;

    private StoreReader(Database database)
    {
        _database = database;
        _names = new InstrumentCatalog(database);
    }

    private StoreReader(StoreReader lender) => (_database, _names, _isBorrowed) = (lender._database, lender._names, true);

    /// <summary>Opens the store of a data folder for reading.</summary>
    /// <exception cref="StoreException">There is none, it is damaged, or a newer program wrote it.</exception>
    public static StoreReader Open(string dataDirectory)
    {
        ArgumentNullException.ThrowIfNull(dataDirectory);
        var path = Path.Combine(dataDirectory, EventStore.FileName);
        if (!File.Exists(path))
        {
            throw new StoreException(
                StoreFailure.NotFound, $"There is no store in {dataDirectory} yet. Start 'liqmon run' once, or name another data folder.");
        }

        Database? database = null;
        try
        {
            database = Database.Open(path, SqliteOpenMode.ReadOnly, BusyTimeout);
            var version = Schema.RequireKnown(database);
            if (version < Schema.Version)
            {
                throw new StoreException(
                    StoreFailure.Other,
                    $"The store in {dataDirectory} has the older version {version}. Start 'liqmon run' once to bring it to version {Schema.Version}.");
            }

            return new StoreReader(database);
        }
        catch (Exception exception)
        {
            database?.Dispose();
            if (exception is SqliteException failure)
                throw StoreException.From(failure);
            throw;
        }
    }

    /// <summary>
    /// The total of a span, exact to the millisecond; where single events are past their retention, both ends count
    /// from the start of their minute.
    /// </summary>
    public LiquidationTotals Totals(LiquidationFilter filter) => Totals(filter, Grouping.None)[0];

    /// <summary>
    /// Totals by group: days and hours in order of time, with those in which nothing happened; assets and venues with
    /// any liquidation, the greatest total first.
    /// </summary>
    public IReadOnlyList<LiquidationTotals> Totals(LiquidationFilter filter, Grouping grouping)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new TotalsQuery(_database, _names, filter, grouping).Run());
    }

    /// <summary>Single liquidations, in order of time.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="minUsd">Only those of at least so many dollars.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="newestFirst">Whether to begin with the newest.</param>
    public IEnumerable<LiquidationRow> Liquidations(LiquidationFilter filter, double minUsd, int limit, bool newestFirst)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new LiquidationQuery(_database, _names, filter).Run(minUsd, limit, newestFirst);
    }

    /// <summary>The newest sample of each contract within the span, and how it was at the span's start.</summary>
    public IReadOnlyList<OpenInterestRow> OpenInterest(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new OpenInterestQuery(_database, _names, filter).Run());
    }

    /// <summary>Open interest and price of each contract at both ends of the span.</summary>
    public IReadOnlyList<SpanEnds> Ends(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new SpanEndsQuery(_database, _names, filter).Run());
    }

    /// <summary>Mark prices of one contract at some moments; null where no sample is near enough.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="symbol">The venue's symbol.</param>
    /// <param name="moments">Unix milliseconds.</param>
    /// <param name="toleranceMs">How much older than its moment a sample may be.</param>
    public IReadOnlyList<double?> Marks(string venue, string symbol, IReadOnlyList<long> moments, long toleranceMs)
    {
        ArgumentNullException.ThrowIfNull(moments);
        return _database.Snapshot(() => SpanEndsQuery.Marks(_database, _names, (venue, symbol), moments, toleranceMs));
    }

    /// <summary>The newest mark price of one contract within [from, to); null if there is none.</summary>
    public Close? NewestMark(string venue, string symbol, long fromMs, long toMs) =>
        _database.Snapshot(() => SpanEndsQuery.NewestMark(_database, _names, (venue, symbol), fromMs, toMs));

    /// <summary>Candles of four hours of every dollar perpetual of an asset that has any which begin within [from, to).</summary>
    public IReadOnlyList<ContractCandles> Candles(string asset, long fromMs, long toMs) =>
        _database.Snapshot(() => new CandleQuery(_database, _names).OfAsset(asset, fromMs, toMs));

    /// <summary>Candles of four hours of one contract which begin within [from, to), in order of time.</summary>
    public IReadOnlyList<Candle> Candles(string venue, string symbol, long fromMs, long toMs) =>
        _database.Snapshot(() => new CandleQuery(_database, _names).OfContract(venue, symbol, fromMs, toMs));

    /// <summary>What a source published under a name for the times within [from, to), in order of time.</summary>
    public IReadOnlyList<Close> Context(string source, string name, long fromMs, long toMs) =>
        _database.Snapshot(() => ContextRows.Read(_database, source, name, fromMs, toMs));

    /// <summary>The names that begin with some text, and are longer, under which a source published anything, in order.</summary>
    public IReadOnlyList<string> ContextNames(string source, string start)
    {
        // SQLite's binding takes an empty text for none.
        ArgumentException.ThrowIfNullOrEmpty(start);
        return _database.Snapshot(() => ContextRows.Names(_database, source, start));
    }

    /// <summary>The last that a source published under a name on each day of UTC within [from, to), in order of time.</summary>
    public IReadOnlyList<Close> ContextDays(string source, string name, long fromMs, long toMs) =>
        _database.Snapshot(() => ContextRows.ReadDays(_database, source, name, fromMs, toMs));

    /// <summary>When any of some venues was first covered, Unix milliseconds; null if none ever was.</summary>
    public long? FirstCoveredMs(IReadOnlyCollection<string> venues) => _database.Snapshot(() =>
    {
        long? first = null;
        using var rows = _database.Prepare("SELECT venue, min(from_ms) FROM covered_span GROUP BY venue").Query();
        while (rows.Step())
        {
            if (venues.Contains(rows.Text(0)))
                first = Math.Min(first ?? long.MaxValue, rows.Integer(1));
        }

        return first;
    });

    /// <summary>
    /// What belongs to the totals of some venues over a span and is not in them, orders that wait for their contract
    /// included; by venue, symbol and reason.
    /// </summary>
    /// <param name="venues">Venue ids.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    public IReadOnlyList<StoredDeficit> Deficits(IReadOnlyList<string> venues, long fromMs, long toMs) =>
        _database.Snapshot(() => venues.SelectMany(venue => new DeficitQuery(_database, venue).Run(fromMs, toMs)).ToList());

    /// <summary>
    /// Deficits of a venue in [from, to) that last no more, as they are stored, in order of time. What counts orders has to lie
    /// within; what counts none is cut to the span.
    /// </summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive; time before the oldest kept liquidation is left out.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    public IReadOnlyList<Deficit> EndedDeficits(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => EndedDeficitQuery.Run(_database, venue, fromMs, toMs));

    /// <summary>How much of [from, to) each venue was covered. What lies after <paramref name="nowMs"/> does not count.</summary>
    public IReadOnlyList<VenueCoverage> Coverage(IReadOnlyList<string> venues, long fromMs, long toMs, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(venues);
        return _database.Snapshot(() =>
            venues.Select(venue => new CoverageQuery(_database, venue).Run(fromMs, Math.Min(toMs, nowMs), nowMs)).ToList());
    }

    /// <summary>Spans of a venue that are missing and that no history has been read for yet, in order of time.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="fromMs">Start, Unix milliseconds, inclusive; time before the oldest kept liquidation is left out.</param>
    /// <param name="toMs">End, Unix milliseconds, exclusive.</param>
    /// <param name="nowMs">The present.</param>
    /// <param name="neverWatched">Whether time counts in which the venue had never been watched.</param>
    public IReadOnlyList<CoverageGap> Missing(string venue, long fromMs, long toMs, long nowMs, bool neverWatched) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).Run(fromMs, Math.Min(toMs, nowMs), nowMs, neverWatched));

    /// <summary>Feeds of a venue that delivered throughout a span.</summary>
    public IReadOnlyCollection<string> FeedsThroughout(string venue, CoverageGap span) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).FeedsThroughout(span));

    /// <summary>Every order of a venue in [from, to), also those that wait for their contract; in no order.</summary>
    public IReadOnlyList<StoredOrder> Orders(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => new StoredOrderQuery(_database, venue).Run(fromMs, toMs));

    /// <summary>Repairs of a venue that touch [from, to), in order of time.</summary>
    public IReadOnlyList<GapRepaired> Repairs(string venue, long fromMs, long toMs) =>
        _database.Snapshot(() => new CoverageGapQuery(_database, venue).Repairs(fromMs, toMs));

    /// <summary>The newest version of every known contract, each with its older versions behind it.</summary>
    public IReadOnlyList<Instrument> Instruments() => _database.Snapshot(() => StoredInstruments.Newest(_database));

    /// <summary>
    /// Cascades that reach into the span, the newest first. Without assets in the filter also those of the whole market;
    /// with venues those in which one of them took part.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="minUsd">Only those of at least so many dollars.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<Cascade> Cascades(LiquidationFilter filter, double minUsd, int limit)
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
    public IReadOnlyList<CascadeRow> CascadesAfter(long revision, int limit) =>
        _database.Snapshot(() => new CascadeRows(_database).After(revision, limit));

    /// <summary>Cascades that ended before a moment and whose hour after is not known yet.</summary>
    public IReadOnlyList<Cascade> UnsettledCascades(long endedBeforeMs, int limit) =>
        _database.Snapshot(() => new CascadeRows(_database).Unsettled(endedBeforeMs, limit));

    /// <summary>What the market did around a span of an asset.</summary>
    public CascadeMarketContext Surroundings(string asset, long fromMs, long toMs) =>
        _database.Snapshot(() => new CascadeMarketContextQuery(_database, _names).Run(asset, fromMs, toMs));

    /// <summary>Runs work on one view of the store, with what the search for cascades reads.</summary>
    internal T Search<T>(Func<CascadeInput, T> work, CancellationToken cancellation = default) =>
        _database.Snapshot(() => work(new CascadeInput(_database, _names)), cancellation);

    /// <summary>From which moment on cascades have yet to be looked for, Unix milliseconds.</summary>
    public long CascadesSearchedTo() => _database.Snapshot(() => _database.Scalar("SELECT from_ms FROM cascade_search") ?? 0);

    /// <summary>
    /// The first moment at which there is a normal to judge cascades by, Unix milliseconds; null while no liquidation is stored.
    /// </summary>
    public long? CascadesJudgedFrom() =>
        Search(input => (input.FirstMinute() + new CascadeRule().WarmUpMinutes) * UnixTime.MinuteMs);

    /// <summary>What the store holds of each venue, sorted by venue.</summary>
    public IReadOnlyList<VenueCounts> VenueCounts() => _database.Snapshot(() => CountsQuery.Run(_database, _names));

    /// <summary>Start of the newest cell of the raster in which a venue was sampled, Unix milliseconds; null for never.</summary>
    public long? NewestSampleMs(string venue) => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare(
            "SELECT max(last_ms) FROM sampled WHERE instrument_id IN (SELECT id FROM instrument WHERE venue = ?1)").Bind(1, venue).Query();
        return rows.Step() ? rows.IntegerOrNull(0) : null;
    });

    /// <summary>Quarantined frames by venue and reason, also those that were only counted; most first.</summary>
    public IReadOnlyList<QuarantineCount> QuarantineCounts() => _database.Snapshot(() => QuarantineQuery.Counts(_database));

    /// <summary>The newest quarantined frames, the newest first.</summary>
    public IReadOnlyList<QuarantinedFrame> QuarantinedFrames(int limit) =>
        _database.Snapshot(() => QuarantineQuery.Frames(_database, limit));

    /// <summary>
    /// The totals of an external source that lie wholly in the span; <see cref="ExternalBuckets.Choose"/> says which may be
    /// added up. A question that names assets or venues finds totals of just these.
    /// </summary>
    public IReadOnlyList<ExternalTotal> ExternalTotals(string source, LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => ExternalTotalQuery.Run(_database, source, filter));
    }

    /// <summary>The names of the external sources that have totals, sorted.</summary>
    public IReadOnlyList<string> ExternalSourceNames() => _database.Snapshot(() => ExternalTotalQuery.Sources(_database));

    /// <summary>What is held of each external source, sorted by name.</summary>
    public IReadOnlyList<ExternalSource> ExternalSources() => _database.Snapshot(() => ExternalTotalQuery.Summary(_database));

    /// <summary>Number and time of the writer's last commit; time null in a new store.</summary>
    public (long Sequence, long? TimeMs) LastCommit() => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare("SELECT sequence, last_commit_ms FROM state").Query();
        rows.Step();
        return (rows.Integer(0), rows.Integer(0) == 0 ? (long?)null : rows.Integer(1));
    });

    /// <summary>Whether simulated venues have written to the store: then nothing in it is taken for real.</summary>
    public bool IsSimulated() => _database.Snapshot(() => _database.Scalar("SELECT is_simulated FROM state") == 1);

    /// <summary>What SQLite's quick check finds wrong with the file; null for nothing. Reads all of it.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public string? Damage(CancellationToken cancellation) =>
        _database.Snapshot(() => new IntegrityQuery(_database).Damage(), cancellation);

    /// <summary>The first place where single orders, minutes, hours and days do not add up to the same; null for none. Reads all of them.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public SumDiscrepancy? Discrepancy(CancellationToken cancellation) =>
        _database.Snapshot(() => new IntegrityQuery(_database).Discrepancy(), cancellation);

    /// <summary>The largest orders, the greatest first. Where single events are past their retention, only the largest of each minute, venue, asset and side is known.</summary>
    public IReadOnlyList<RankedOrder> TopOrders(LiquidationFilter filter, int count)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _database.Snapshot(() => new TopOrdersQuery(_database, _names, filter, count).Run());
    }

    /// <summary>Hands out the sums by hour, venue, asset and side, in an order that does not depend on what was stored first.</summary>
    public void HourCells(LiquidationFilter filter, Action<Bucket> take)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(take);
        _database.Snapshot(() =>
        {
            var cells = 0L;
            foreach (var cell in new HourlyBuckets(_database, _names, filter).Run())
            {
                take(cell);
                cells++;
            }

            return cells;
        });
    }

    /// <summary>Funding rates of each contract that has any in the span, sampled once an hour, sorted by venue and symbol.</summary>
    public IReadOnlyList<ContractFunding> Funding(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new FundingQuery(_database, _names, filter).Run());
    }

    /// <summary>Mark prices of one contract, in order of time, at most one a minute.</summary>
    public IReadOnlyList<MarkPoint> Marks(string venue, string symbol, long fromMs, long toMs) =>
        _database.Snapshot(() => new MarkLineQuery(_database, _names).Run(venue, symbol, fromMs, toMs));

    /// <summary>Price and open interest of one asset, minute by minute.</summary>
    public MapSamples MapSamples(LiquidationFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _database.Snapshot(() => new MapSamplesQuery(_database, _names, filter).Run());
    }

    /// <summary>Dollars by which the open interest of contracts fell and rose over a span; null if any of them was not sampled all over it.</summary>
    public double? OpenInterestMovement(IEnumerable<(string Venue, string Symbol)> contracts, long fromMs, long toMs) =>
        _database.Snapshot(() => new MovementQuery(_database, _names).Run(contracts, fromMs, toMs));

    /// <summary>Asks several questions of one view: what a running writer commits meanwhile is in none of the answers.</summary>
    public T InSnapshot<T>(Func<T> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return _database.Snapshot(questions);
    }

    /// <summary>
    /// Breaks questions off with <see cref="OperationCanceledException"/> when the token is cancelled, also in the middle of a
    /// scan. Once for each reader.
    /// </summary>
    /// <returns>This reader.</returns>
    public StoreReader StopOn(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
            _database.StopOn(cancellation);
        return this;
    }

    /// <exception cref="OperationCanceledException">The question is to be broken off.</exception>
    internal void ThrowIfStopped() => _database.ThrowIfStopped();

    /// <summary>This reader for those who dispose of what they get: it goes on when they do, and ends with its lender.</summary>
    public StoreReader OpenLinked() => new(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isBorrowed)
            _database.Dispose();
    }

    internal Database Connection => _database;

    internal InstrumentCatalog Names => _names;

    /// <summary>The span as totals of it count.</summary>
    internal (long FromMs, long ToMs) ExactEnds(LiquidationFilter filter) =>
        _database.Snapshot(() => TotalsQuery.ExactEnds(_database, filter));

    /// <summary>Sums of a span of less than some minutes, by minute, from single events.</summary>
    internal IReadOnlyList<Bucket> CutMinutes(LiquidationFilter filter) =>
        _database.Snapshot(() => new CutMinutesQuery(_database, _names, filter).Run());
}
