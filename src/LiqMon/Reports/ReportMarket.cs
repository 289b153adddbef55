using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>Open interest, funding and prices of a report's span.</summary>
internal sealed class ReportMarket
{
    private const int Top = 20;
    private const int MostPriced = 5;
    private const long HourMs = 3_600_000;
    private const long NearMs = 2 * HourMs;
    private const double EightHours = 8;
    private const double EightHoursAYear = 365 * 3;

    private readonly ReportSpan _span;
    private readonly string _lead;
    private readonly IReadOnlyList<OpenInterestRow> _openInterest;
    private readonly IReadOnlyList<ContractFunding> _funding;
    private readonly List<(OpenInterestRow Contract, IReadOnlyList<MarkPoint> Points)> _prices;

    internal ReportMarket(StoreReader reader, ReportQuery question, ReportSpan span, ReportContext context, DataHashes hashes)
    {
        var filter = question.Of(span.FromMs, span.ToMs).Filter;
        _span = span;
        _lead = question.LeadAsset;
        _openInterest = reader.Market.OpenInterest(filter);
        _funding = reader.Market.Funding(filter);
        _prices = [.. context.PricedAssets.Select(asset => Priced(reader, asset, context.PriceOf(asset))).OfType<OpenInterestRow>()
            .Select(contract => (contract, Line(reader, contract, context.PriceOf(contract.Asset))))
            .Where(price => price.Item2.Count > 0)];
        hashes.OpenInterest(_openInterest);
        hashes.Funding(_funding);
        foreach (var (contract, points) in _prices)
            hashes.Marks(contract.Key, points);
    }

    /// <summary>The assets whose prices are shown, the lead asset first unless others were requested.</summary>
    internal static IReadOnlyList<string> PricedAssets(ReportQuery question, IReadOnlyList<AssetRow> liquidated) =>
        [.. (question.Assets ?? [question.LeadAsset, "ETH", .. liquidated.Select(row => row.Asset)]).Distinct().Take(MostPriced)];

    internal Section<OpenInterestByVenueRow> OpenInterestByVenue()
    {
        List<OpenInterestByVenueRow> rows = [];
        foreach (var venue in _openInterest.GroupBy(row => row.Venue, StringComparer.Ordinal))
        {
            var usd = Sum(venue, row => row.Usd, row => row.UsdAtStart);
            var coin = Sum(venue.Where(row => row.Asset == _lead), row => row.Base, row => row.BaseAtStart);
            rows.Add(new(venue.Key, usd.Now ?? 0, usd.Change, Part(usd), coin.Now, coin.Change, venue.Count()));
        }

        return new(
            [.. rows.OrderByDescending(row => row.Usd).ThenBy(row => row.Venue, StringComparer.Ordinal)],
            rows.Count == 0 ? WhyNone("open interest")
                : $"Coins are {_lead}. A change is that of the contracts with a sample at both ends; a contract first seen later counts from then.");
    }

    internal Section<OpenInterestByAssetRow> OpenInterestByAsset()
    {
        var rows = _openInterest.GroupBy(row => row.Asset, StringComparer.Ordinal)
            .Select(asset => (asset.Key, Usd: Sum(asset, row => row.Usd, row => row.UsdAtStart), Coin: Sum(asset, row => row.Base, row => row.BaseAtStart)))
            .OrderByDescending(asset => asset.Usd.Now ?? 0).ThenBy(asset => asset.Key, StringComparer.Ordinal)
            .Take(Top)
            .Select((asset, at) => new OpenInterestByAssetRow(
                at + 1, asset.Key, asset.Usd.Now ?? 0, asset.Usd.Change, Part(asset.Usd), asset.Coin.Now, asset.Coin.Change))
            .ToList();
        return new(rows, rows.Count == 0 ? WhyNone("open interest") : null);
    }

    internal Section<FundingRow> Funding()
    {
        var weights = _openInterest.ToDictionary(row => row.Key, row => Finite(row.Usd) ?? 0);
        var known = _funding.Where(contract => contract.MeanPerHour is not null).ToList();
        var rows = known.GroupBy(contract => contract.Asset, StringComparer.Ordinal)
            .Select(asset => (Row: Of(asset.Key, [.. asset], weights), Weight: asset.Sum(Weight)))
            .OrderByDescending(asset => asset.Weight).ThenBy(asset => asset.Row.Asset, StringComparer.Ordinal)
            .Take(Top)
            .Select(asset => asset.Row)
            .ToList();
        var left = _funding.Count - known.Count;
        return new(rows, rows.Count > 0 ? "Rates are for 8 hours, whatever the contract's own interval; means are weighted by open interest."
                + (left > 0 ? $" Left out: {left} contracts of which no two payments were seen, so that their interval is not known." : "")
            : _funding.Count == 0 ? WhyNone("funding rates")
            : "Funding rates were seen, but of no contract two payments, so that their interval is not known.");

        double Weight(ContractFunding contract) => weights.GetValueOrDefault(contract.Key);
    }

    internal Section<PriceRow> Prices() => new(
        [.. _prices.Select(price => new PriceRow(
            price.Contract.Asset, price.Contract.Venue, price.Contract.Symbol, price.Points[0].Mark, price.Points.Max(point => point.Mark),
            price.Points.Min(point => point.Mark), price.Points[^1].Mark, Change(price.Points)))],
        _prices.Count == 0 ? WhyNone("prices")
            : "Mark prices of one contract of each asset, the one of the averages and levels, at most one a minute; after the time in Store:SampleDetail one an hour.");

    // From the first price to the last, if both lie near the ends of the span: of another span it would be another change.
    private double? Change(IReadOnlyList<MarkPoint> points) =>
        points[0].TimeMs - _span.FromMs <= NearMs && _span.ToMs - points[^1].TimeMs <= NearMs ? (points[^1].Mark / points[0].Mark) - 1 : null;

    internal Section<PricePointRow> PriceLine()
    {
        var line = _prices.Find(price => price.Contract.Asset == _lead).Points ?? [];
        return new(
            [.. line.GroupBy(point => point.TimeMs / HourMs).Select(hour => hour.Last()).Select(point => new PricePointRow(Timestamps.FromUnixMs(point.TimeMs), point.Mark))],
            line.Count == 0 ? $"No price of {_lead} was stored in this span." : null);
    }

    private static FundingRow Of(
        string asset, IReadOnlyList<ContractFunding> contracts, Dictionary<ContractKey, double> weights)
    {
        var all = contracts.Sum(Weight);
        var mean = all > 0
            ? contracts.Sum(contract => Weight(contract) * PerEightHours(contract.MeanPerHour)) / all
            : contracts.Average(contract => PerEightHours(contract.MeanPerHour));
        return new FundingRow(
            asset,
            contracts.Count,
            mean,
            contracts.Min(contract => PerEightHours(contract.LeastPerHour)),
            contracts.Max(contract => PerEightHours(contract.MostPerHour)),
            mean * EightHoursAYear);

        double Weight(ContractFunding contract) => weights.GetValueOrDefault(contract.Key);
    }

    private static double PerEightHours(double? perHour) => perHour!.Value * EightHours;

    /// <summary>The contract whose price an asset has everywhere in the report.</summary>
    private OpenInterestRow? Priced(StoreReader reader, string asset, ContextPriceResult? price)
    {
        IEnumerable<ContractKey> contracts = price is null ? reader.Market.PriceContracts(asset, _span.ToMs) : [new(price.Venue, price.Symbol)];
        return contracts.Select(contract => _openInterest.FirstOrDefault(row => row.Key == contract && row.Mark > 0)).FirstOrDefault(row => row is not null)
            ?? Largest(asset);
    }

    /// <summary>Its prices; the last is that of the averages and levels, which may be newer than the last whole minute's.</summary>
    private IReadOnlyList<MarkPoint> Line(StoreReader reader, OpenInterestRow contract, ContextPriceResult? price)
    {
        var points = reader.Market.Marks(contract.Key, _span.FromMs, _span.ToMs);
        return price is not null && contract.Venue == price.Venue && contract.Symbol == price.Symbol
            && (points.Count == 0 || points[^1].TimeMs < price.Time.ToUnixTimeMilliseconds())
            ? [.. points, new MarkPoint(price.Time.ToUnixTimeMilliseconds(), price.Mark)]
            : points;
    }

    /// <summary>Of an asset without a dollar perpetual, its largest contract.</summary>
    private OpenInterestRow? Largest(string asset) => _openInterest
        .Where(row => row.Asset == asset && row.Mark > 0)
        .OrderBy(row => row.Margin == MarginKind.Linear ? 0 : 1)
        .ThenByDescending(row => Finite(row.Usd) ?? 0)
        .ThenBy(row => row.Key, ContractKey.Ordinal)
        .FirstOrDefault();

    // Sums over many contracts in one order, so that they end on the same bits.
    private static (double? Now, double? Change, double Start) Sum(
        IEnumerable<OpenInterestRow> rows, Func<OpenInterestRow, double?> now, Func<OpenInterestRow, double?> start)
    {
        (double? Now, double? Change, double Start) sum = default;
        foreach (var row in rows.OrderBy(row => row.Key, ContractKey.Ordinal))
        {
            if (Finite(now(row)) is not { } end)
                continue;
            sum.Now = (sum.Now ?? 0) + end;
            if (Finite(start(row)) is not { } begin)
                continue;
            sum.Change = (sum.Change ?? 0) + end - begin;
            sum.Start += begin;
        }

        return sum;
    }

    private static double? Part((double? Now, double? Change, double Start) sum) => sum.Start > 0 ? sum.Change / sum.Start : null;

    private static string WhyNone(string what) => $"No {what} were stored in this span.".Replace("interest were", "interest was", StringComparison.Ordinal);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
