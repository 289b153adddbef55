using LiqMon.Context;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>Averages, levels and the market around the venues as they stood where a report ends.</summary>
internal sealed class ReportContext
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["spot"] = "the spot premium",
        ["market_cap"] = "the market cap",
        ["global_market"] = "all coins",
        ["positioning"] = "the basis",
    };

    private readonly ReportSpan _span;
    private readonly MarketContextResult _lead;
    private readonly List<(string Asset, PriceTrend Trend)> _trends;

    internal ReportContext(
        StoreReader reader, ReportSpan span, string lead, IReadOnlyList<string> assets, KeyLevelRule levels, DataHashes hashes)
    {
        _span = span;
        PricedAssets = assets;
        _lead = new MarketContextResultBuilder(reader, levels, lead, span.ToMs).Of(null);
        _trends =
        [
            (lead, new PriceTrend(_lead.Price, _lead.Average50d, _lead.Absent)),
            .. assets.Where(asset => asset != lead).Select(asset => (asset, new MarketContextResultBuilder(reader, levels, asset, span.ToMs).Trend())),
        ];
        hashes.Context(_trends.Select(trend => (trend.Asset, trend.Trend)), _lead);
    }

    /// <summary>The assets it knows, the lead asset first.</summary>
    internal IReadOnlyList<string> PricedAssets { get; }

    /// <summary>The last price of an asset; null where none is known.</summary>
    internal ContextPriceResult? PriceOf(string asset) => _trends.Find(trend => trend.Asset == asset).Trend?.Price;

    internal Section<AverageRow> Averages()
    {
        List<AverageRow> rows = [];
        List<(string Asset, string Why)> missing = [];
        foreach (var (asset, trend) in _trends)
        {
            if (trend is { Price: { } price, Average: { } average })
                rows.Add(new(asset, price.Venue, price.Symbol, price.Mark, average.Mean, average.Deviation, average.Score, average.State));
            else
                missing.Add((asset, trend.Absent.First(absent => absent.What is "average_50d" or "price").Why));
        }

        var without = string.Join("; ", missing.GroupBy(asset => asset.Why, asset => asset.Asset).Select(assets => $"{string.Join(", ", assets)}: {assets.Key}"));
        return new(rows, rows.Count == 0 ? $"No average is known. {without}."
            : "The last price against the 50 daily closes before it, in their standard deviations: beyond one is overbought or oversold, beyond two extremely so."
                + (missing.Count == 0 ? "" : $" Left out: {without}."));
    }

    internal Section<LevelRow> Levels()
    {
        var rows = Rows("price", _lead.Levels);
        return new(rows, rows.Count == 0 ? $"No level is known. {_lead.Asset}: {Why("price") ?? "no candle is stored"}."
            : $"Round numbers around the last price of {_lead.Asset} and those in Context:Levels, by closes of four hours.");
    }

    internal Section<LevelRow> Milestones()
    {
        List<LevelRow> rows = [.. Rows("market_cap", _lead.MarketCap?.Milestones ?? []), .. Rows("all_coins", _lead.GlobalMarket?.Milestones ?? [])];
        return new(rows, rows.Count == 0 ? "No market cap was known at the end of the span." : "Round numbers around market caps, by daily closes.");
    }

    internal Section<SymbolSampler> Market()
    {
        var (cap, all) = (_lead.MarketCap, _lead.GlobalMarket);
        var row = new SymbolSampler(
            _lead.Asset, _lead.Spot?.PremiumBps, _lead.Positioning?.BasisBps, cap is null ? null : (decimal)cap.Usd, cap is null ? null : Math.Round(cap.Supply, 0),
            _lead.Positioning?.MarketCapShare, all is null ? null : (decimal)all.Usd, all?.BtcDominance);
        var without = string.Join("; ", _lead.Absent.Where(absent => Names.ContainsKey(absent.What)).DistinctBy(absent => absent.What)
            .Select(absent => $"{Names[absent.What]}, for {absent.Why}"));
        var isEmpty = (row.SpotPremiumBps ?? row.BasisBps ?? row.OpenInterestShare ?? row.BtcDominance) is null
            && (row.MarketCapUsd ?? row.AllCoinsUsd) is null;
        return new(
            isEmpty ? [] : [row],
            without.Length == 0 ? null : $"At the end of the span not known: {without}.");
    }

    private string? Why(string what) => _lead.Absent.FirstOrDefault(absent => absent.What == what)?.Why;

    private List<LevelRow> Rows(string of, IReadOnlyList<LevelResult> levels) =>
    [
        .. levels.Select(level => new LevelRow(
            of, level.Level, level.Own, level.Distance, level.Above, level.Crossed, level.Crossed > Timestamps.FromUnixMs(_span.FromMs), level.Closes,
            level.Role, level.FirstTimeSince)),
    ];
}
