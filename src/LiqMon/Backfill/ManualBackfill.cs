using System.Globalization;
using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Backfill;

/// <summary>What to fetch by hand.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Options">The user's settings for it.</param>
/// <param name="FromMs">Start, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, Unix milliseconds, exclusive.</param>
/// <param name="Assets">Only these assets; empty for those of the settings. Then nothing is marked as repaired.</param>
/// <param name="All">Whether to fetch what proves nothing about gaps too; see <see cref="VenueProfile.HasOtherHistory"/>.</param>
public sealed record BackfillRequest(
    IVenue Venue, VenueOptions Options, long FromMs, long ToMs, IReadOnlyList<string> Assets, bool All = false)
{
    /// <summary>Whether to fetch the market data of the venue's past too, as the first start does; see <see cref="VenueProfile.WarmUp"/>.</summary>
    public bool WarmsUp { get; init; }
}

/// <summary>
/// Fetches a span of one venue's history into an open store. Where events of history and socket cannot be proven to be the
/// same, only time in which the socket delivered nothing is filled.
/// </summary>
/// <param name="request">What to fetch.</param>
/// <param name="store">The store, open for writing.</param>
/// <param name="options">How gaps are repaired; names the folder of the store.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class ManualBackfill(BackfillRequest request, EventStore store, GapRepairOptions options, TimeProvider time, ILogger log)
{
    private readonly List<RepairedSpan> _repaired = [];
    private readonly VenueCounters _counters = new();
    private readonly HistoryFinds _finds = new();
    private long _pages;
    private long _found;
    private string? _detail;
    private CommandCommits? _commits;
    private WarmUpMarket? _market;

    private VenueProfile Profile => request.Venue.Profile;

    private ChannelWriter<StoreItem> Lane => _commits?.Items ?? throw new InvalidOperationException("Nothing is fetched yet.");

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Fetches and commits everything.</summary>
    /// <param name="started">Receives how far it is, once that is known.</param>
    /// <param name="cancellation">Stops; what was read is committed.</param>
    public async Task<BackfillSummary> RunAsync(Action<BackfillProgress> started, CancellationToken cancellation)
    {
        using var running = new CommandCommits(store, time, log, cancellation);
        _commits = running;
        var commits = running.Counters;
        try
        {
            await FetchAsync(started, running.Reading);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The store failed for good; its own failure is thrown at the end.
        }
        finally
        {
            await running.EndAsync();
            _market?.Save();
        }

        return new BackfillSummary
        {
            Venue = Profile.Id,
            From = DateTimeOffset.FromUnixTimeMilliseconds(request.FromMs),
            To = DateTimeOffset.FromUnixTimeMilliseconds(request.ToMs),
            Complete = _detail is null,
            Detail = _detail,
            Pages = _pages,
            Liquidations = _found,
            Read = _counters.Liquidations,
            New = commits.Stored - commits.PendingValued,
            Duplicates = commits.Duplicates,
            Expired = commits.Expired,
            Quarantined = commits.QuarantinedLiquidations,
            Unvalued = _counters.Unvalued,
            OtherAssets = _counters.FilteredLiquidations,
            Pending = commits.PendingAdded,
            Skipped = Enum.GetValues<RejectReason>().Sum(_counters.Rejected),
            Repaired = _repaired,
        };
    }

    private async Task FetchAsync(Action<BackfillProgress> started, CancellationToken cancellation)
    {
        using var http = RestClient.NewHttpClient();
        var rest = new RestClient(http, Profile, request.Options, new HostRateLimits(time), time);
        var assets = (request.Assets.Count > 0 ? request.Assets : request.Options.Assets).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var symbols = new SymbolRegistry();
        var intake = new FrameProcessor(new()
        {
            Venue = request.Venue,
            Symbols = symbols,
            Store = Lane,
            Options = new FrameProcessorOptions { Assets = assets },
            Counters = _counters,
            Time = time,
            Logger = log,
        });
        var known = store.Rollups.Instruments().Where(instrument => instrument.Venue == Profile.Id).ToList();
        var loader = new InstrumentLoader(new()
        {
            Venue = request.Venue,
            Symbols = symbols,
            Known = known,
            Rest = rest,
            Store = Lane,
            Wanted = intake.InstrumentsWanted,
            Random = new Random(1),
            Time = time,
            Logger = log,
        });
        if (!await loader.LoadAsync(cancellation))
        {
            _detail = "the contracts could not be loaded: " + loader.State.Error;
            return;
        }

        var run = new HistoryReader(request.Venue, intake, rest, yields: false, time);
        started(run.Progress);
        if (!await FetchLiquidationsAsync(run, loader.Listed, intake.Keeps, cancellation))
            return;
        if (request.WarmsUp)
            await WarmUpAsync(run, [.. loader.Listed.Where(instrument => intake.Keeps(instrument.Asset))], cancellation);
        else if (request.All)
            Record(await run.ReadOpenInterestAsync([.. loader.Listed.Where(instrument => intake.Keeps(instrument.Asset))], request.FromMs, request.ToMs, cancellation));
    }

    private async Task WarmUpAsync(HistoryReader run, IReadOnlyList<Instrument> contracts, CancellationToken cancellation)
    {
        _market = new WarmUpMarket(request.Venue, run, options, time);
        while (_market.Next() is { } piece)
        {
            if (await _market.FetchAsync(contracts, piece, cancellation) is { } flaw)
            {
                _detail ??= flaw;
                return;
            }
        }
    }

    private async Task<bool> FetchLiquidationsAsync(
        HistoryReader run, IReadOnlyList<Instrument> listed, Func<string, bool> keeps, CancellationToken cancellation)
    {
        var plan = new GapRepairPlanner(Profile, options);
        var missing = Profile.History is null ? [] : Missing(plan);
        var pieces = request.WarmsUp ? missing.AsEnumerable().Reverse()
            : Profile.BackfillMatchesSocket ? plan.Split(new CoverageGap(request.FromMs, request.ToMs, GapReason.NotWatched))
            : missing;
        foreach (var piece in pieces)
        {
            var margin = plan.MarginOf(lag: null);
            var proof = ProofOf(piece, margin, listed, keeps);
            var result = await run.ReadAsync(proof.Contracts, piece.FromMs, piece.ToMs, margin, cancellation);
            proof.Remember(result);
            if (!Record(result))
                return false;
            if (!result.IsComplete)
                continue;
            if (request.WarmsUp && WarmUpSilence.Of(Profile, piece, request.FromMs, result, NowMs) is { } silence)
            {
                await Lane.WriteAsync(StoreItem.Of(silence), cancellation);
                log.WarmUpSilent(Profile.Id, SpanWords.Of(piece, time));
                return true;
            }

            foreach (var gap in missing.Where(gap => gap.FromMs >= piece.FromMs && gap.ToMs <= piece.ToMs))
                await MarkAsync(gap, result, proof, plan, cancellation);
            if (IsWhole(piece, result, proof, plan))
                await Lane.WriteAsync(proof.MadeGood(piece, result), cancellation);
        }

        // Of a venue whose events cannot be distinguished from the socket's, what lies beyond its reach is not requested at all.
        if (!Profile.BackfillMatchesSocket && request.FromMs < plan.ReachMs(NowMs) && Profile.History?.Reach is { } reach)
            _detail ??= string.Create(CultureInfo.InvariantCulture, $"{HistoryEnd.VenueLimit.Describe()}; it reaches back about {reach.TotalDays:0.#} days");

        return true;
    }

    /// <summary>Whether a piece was read for all contracts, so that what is missing from it outside of gaps is made good too.</summary>
    private bool IsWhole(CoverageGap piece, BackfillResult result, RepairProof proof, GapRepairPlanner plan)
    {
        if (plan.ProvenClass != FeedClass.Full || !Profile.BackfillMatchesSocket || request.Assets.Count > 0 || proof.Missing(piece, result).Count > 0)
            return false;
        using var reader = StoreReader.Open(options.DataDirectory!);
        return proof.Unseen(reader.Coverage.EndedDeficits(Profile.Id, piece.FromMs, piece.ToMs), result) == 0;
    }

    /// <summary>How many of the rejected orders, whose deficits the repair of a gap would remove, the history lacks.</summary>
    private long Unseen(CoverageGap gap, RepairProof proof, BackfillResult result)
    {
        using var reader = StoreReader.Open(options.DataDirectory!);
        // The deficits of its margins as well.
        var margin = (long)LagHistogram.Longest.TotalMilliseconds;
        return proof.Unseen(gap, reader.Coverage.EndedDeficits(Profile.Id, gap.FromMs - margin, gap.ToMs + margin), result);
    }

    private bool Record(BackfillResult result)
    {
        _pages += result.Pages;
        _found += result.Found;
        // A venue that publishes open interest alone has no liquidations to ask for, and the other way round.
        var isDone = result.IsComplete || (result.Verdict == BackfillStatus.NothingToAsk && request.All);
        if (!isDone)
            _detail ??= result.Detail;
        return isDone || result.IsPartial;
    }

    /// <summary>What of the span is missing and can be filled, in the same pieces in which history is read.</summary>
    private List<CoverageGap> Missing(GapRepairPlanner plan)
    {
        var nowMs = NowMs;
        var untilMs = Math.Min(request.ToMs, nowMs - (long)options.Settle.TotalMilliseconds);
        using var reader = StoreReader.Open(options.DataDirectory!);
        return
        [
            .. reader.Coverage.Missing(Profile.Id, request.FromMs, untilMs, nowMs, neverWatched: true)
                .SelectMany(span => request.WarmsUp ? plan.PastPieces(span, nowMs) : plan.Pieces(span, nowMs)),
        ];
    }

    private RepairProof ProofOf(CoverageGap span, HistoryMargin margin, IReadOnlyList<Instrument> listed, Func<string, bool> keeps)
    {
        using var reader = StoreReader.Open(options.DataDirectory!);
        return RepairProof.Of(
            reader, request.Venue, listed, keeps, span, new(margin, NowMs - (long)options.Settle.TotalMilliseconds, _finds));
    }

    private async Task WriteAsync(IEnumerable<StoreItem> items, CancellationToken cancellation)
    {
        foreach (var item in items)
            await Lane.WriteAsync(item, cancellation);
    }

    private async Task MarkAsync(CoverageGap gap, BackfillResult result, RepairProof proof, GapRepairPlanner plan, CancellationToken cancellation)
    {
        var proven = plan.ProvenClass;
        // A part of the contracts proves nothing about the venue.
        if (request.Assets.Count > 0)
            return;
        if (proven == FeedClass.Full)
        {
            if (!plan.IsCurrent(gap, result, NowMs))
            {
                _detail ??= "the venue's history has nothing newer than the gap yet";
                return;
            }

            if (proof.Missing(gap, result) is { Count: > 0 } missing)
            {
                _detail ??= $"the venue's history lacks {missing.Count} orders that were received";
                await WriteAsync(proof.Lacking(gap, missing), cancellation);
                return;
            }

            if (Unseen(gap, proof, result) is > 0 and var unseen)
            {
                _detail ??= $"the venue's history lacks {unseen} of the orders that were rejected";
                return;
            }

            await WriteAsync(proof.Repaired(gap, result), cancellation);
        }

        var found = result.FoundIn(gap.FromMs, gap.ToMs);
        await Lane.WriteAsync(
            StoreItem.Of(new GapRepaired(Profile.Id, gap.FromMs, gap.ToMs, gap.Reason, NowMs, found, proven)), cancellation);
        _repaired.Add(new RepairedSpan(
            DateTimeOffset.FromUnixTimeMilliseconds(gap.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(gap.ToMs), gap.Reason, found,
            proven == FeedClass.Full));
    }
}
