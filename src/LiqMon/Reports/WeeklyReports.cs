using LiqMon.Context;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>Makes weekly reports from the store.</summary>
/// <param name="venues">What is known of the venues.</param>
/// <param name="context">By which rules levels are read.</param>
/// <param name="version">Version of LiqMon, for the appendix.</param>
public sealed class WeeklyReports(IReadOnlyList<KnownVenue> venues, KeyLevelRule levels, string version)
{
    /// <summary>How the sentence begins that says why totals are a floor.</summary>
    internal const string FloorSentence = "The totals are a floor";

    // A start some minutes after midnight is no partial week.
    private const long LateStartMs = 3_600_000;

    /// <summary>
    /// Reads one consistent view of the store. The same store gives the same report, whenever it is read; only whether
    /// a week is over is decided by the clock.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public WeeklyReport Read(StoreReader reader, ReportQuery question, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(question);
        var nowMs = now.ToUnixTimeMilliseconds();
        return reader.InSnapshot(() =>
        {
            var lastCommitMs = reader.State.LastCommit().TimeMs;
            var span = question.Week is { } week ? ReportSpan.Of(week, nowMs, lastCommitMs) : ReportSpan.LastSevenDays(nowMs, lastCommitMs);
            return Read(reader, question, span);
        });
    }

    private WeeklyReport Read(StoreReader reader, ReportQuery question, ReportSpan span)
    {
        using var hashes = new DataHashes();
        var totals = new ReportTotals(reader, question, span, venues);
        var around = new ReportContext(reader, span, question.LeadAsset, ReportMarket.PricedAssets(question, totals.Assets), levels, hashes);
        var market = new ReportMarket(reader, question, span, around, hashes);
        var cascades = totals.Cascades();
        hashes.Cascades(cascades.Rows);
        reader.Liquidations.HourlyBuckets(question.Of(span.FromMs, span.ToMs).Filter, hashes.Liquidation);
        hashes.Orders(totals.Orders);
        hashes.Coverage(totals.Completeness.Coverage);
        hashes.Deficits(totals.Completeness.Deficits);
        var estimate = question.WithEstimate
            ? new SqueezeEstimates(reader, question.Of(span.FromMs, span.ToMs), venues).Beside([totals.Whole])[0].Estimate
            : null;
        if (estimate is not null)
            hashes.LearnedFrom(estimate.LearnedFrom);
        var caught = ReportCaught.Of(reader, question, span, venues);
        if (caught is not null)
            hashes.Published(caught.Rows);
        return new WeeklyReport
        {
            Name = span.Name,
            Week = span.Week?.ToString(),
            Asset = question.Of(0, 0).AssetText,
            From = Timestamps.FromUnixMs(span.FromMs),
            To = Timestamps.FromUnixMs(span.ToMs),
            Ends = Timestamps.FromUnixMs(span.EndsMs),
            SoFar = span.SoFar,
            WatchedSince = WatchedSince(reader, span),
            Simulated = reader.State.IsSimulated(),
            Headline = new ReportHeadlines(reader, question, span, venues, totals, WatchedSince(reader, span)).Read(),
            Coverage = totals.CoverageRows(),
            Estimate = estimate,
            Method = Method(question, totals),
            Days = totals.Days(),
            Hours = totals.Hours(),
            Venues = totals.Venues(),
            VenueDays = totals.VenueDays(),
            Assets = new Section<AssetRow>(totals.Assets, totals.WhyNoLiquidations),
            Orders = new Section<OrderRow>(totals.Orders, totals.WhyNoLiquidations),
            Cascades = cascades,
            Aftermath = ReportAftermath.Of(reader, question.LeadAsset, span.ToMs),
            Caught = caught,
            OpenInterestByVenue = market.OpenInterestByVenue(),
            OpenInterestByAsset = market.OpenInterestByAsset(),
            Funding = market.Funding(),
            Prices = market.Prices(),
            Averages = around.Averages(),
            Levels = around.Levels(),
            Milestones = around.Milestones(),
            Market = around.Market(),
            PriceLine = market.PriceLine(),
            Appendix = new ReportAppendix(version, hashes.Rows),
        };
    }

    /// <summary>When the first watch of all began, where that was within the span; null where the span was watched from its start.</summary>
    private DateTimeOffset? WatchedSince(StoreReader reader, ReportSpan span) =>
        reader.Coverage.FirstCoveredMs(ReportTotals.Watched(venues)) is { } firstMs && firstMs - span.FromMs > LateStartMs && firstMs < span.ToMs
            ? Timestamps.FromUnixMs(firstMs)
            : null;

    private List<string> Method(ReportQuery question, ReportTotals totals)
    {
        List<string> method =
        [
            "Side is the position that was closed by force: shorts are liquidated by a rising price, longs by a falling one.",
            "Dollars are filled quantity × fill price × contract size where the venue sends them, otherwise the price it does send; they are added without rounding.",
            "Days, hours and weeks are UTC, from 00:00 inclusive to 00:00 exclusive; a week begins on Monday.",
            "Covered means proven by what was counted; time not covered is listed, never filled by guessing. Over several venues each counts by what it normally contributes.",
            totals.Whole.Floor
                ? FloorSentence + ", the true ones are at least as large: "
                    + (FloorReasons.Of(totals.Whole, venues) ?? "a contributing venue does not publish everything") + "."
                : "The totals are complete: every venue publishes all and was watched throughout.",
        ];
        if (!question.IncludeTraditional)
            method.Add("Stocks, metals and currencies are left out.");
        return method;
    }
}
