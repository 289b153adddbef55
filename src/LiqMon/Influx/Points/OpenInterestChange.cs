using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Influx;

/// <summary>
/// How open interest of an asset at a venue has changed over a span, of the contracts that were sampled near both ends. What
/// is not known is absent: the change since the start of LiqMon is no change of the span.
/// </summary>
/// <param name="Venue">Venue id, or <see cref="AssetMinute.All"/> for all of the asset.</param>
/// <param name="Asset">The asset, or <see cref="AssetMinute.All"/> for all of the venue.</param>
/// <param name="Window">Name of the span.</param>
/// <param name="Usd">Dollars at its start and how they changed; null when unknown.</param>
/// <param name="Base">Coins at its start and how they changed; null when unknown, and for all assets together.</param>
/// <param name="Contracts">How many contracts are known at both ends in dollars.</param>
internal sealed record OpenInterestChange(
    string Venue, string Asset, string Window, (double Start, double Change)? Usd, (double Start, double Change)? Base, int Contracts)
{
    /// <summary>The spans.</summary>
    internal static IReadOnlyList<WindowSpan> Spans { get; } =
        [.. WindowSpan.Presets.Where(window => window.Name is "1h" or "4h" or "24h" or "7d")];

    /// <summary>All changes up to a moment.</summary>
    internal static IEnumerable<OpenInterestChange> At(StoreReader reader, long nowMs)
    {
        foreach (var span in Spans)
        {
            var rows = reader.Market.OpenInterest(new LiquidationFilter { FromMs = nowMs - span.Ms, ToMs = nowMs });
            foreach (var pair in rows.GroupBy(row => (row.Venue, row.Asset)))
                yield return Of(pair.Key.Venue, pair.Key.Asset, span.Name, [.. pair]);
            foreach (var asset in rows.GroupBy(row => row.Asset))
                yield return Of(AssetMinute.All, asset.Key, span.Name, [.. asset]);
            foreach (var venue in rows.GroupBy(row => row.Venue))
                yield return Of(venue.Key, AssetMinute.All, span.Name, [.. venue]) with { Base = null };
        }
    }

    /// <summary>Begins and fills the point.</summary>
    internal void Write(LineWriter writer)
    {
        writer.Begin("open_interest_change");
        writer.Tag("asset", Asset);
        writer.Tag("venue", Venue);
        writer.Tag("window", Window);
        writer.Number("start_usd", Usd?.Start);
        writer.Number("change_usd", Usd?.Change);
        writer.Number("start_base", Base?.Start);
        writer.Number("change_base", Base?.Change);
        writer.Count("contracts_known", Contracts);
    }

    private static OpenInterestChange Of(string venue, string asset, string window, List<OpenInterestRow> rows)
    {
        var dollars = rows.Where(row => row is { Usd: not null, UsdAtStart: not null }).ToList();
        var coins = rows.Where(row => row is { Base: not null, BaseAtStart: not null }).ToList();
        return new(
            venue, asset, window,
            dollars.Count == 0 ? null : (dollars.Sum(row => row.UsdAtStart!.Value), dollars.Sum(row => row.Usd!.Value - row.UsdAtStart!.Value)),
            coins.Count == 0 ? null : (coins.Sum(row => row.BaseAtStart!.Value), coins.Sum(row => row.Base!.Value - row.BaseAtStart!.Value)),
            dollars.Count);
    }
}
