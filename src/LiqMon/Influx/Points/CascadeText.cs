using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Influx;

/// <summary>What a cascade says as an annotation.</summary>
internal static class CascadeText
{
    /// <summary>One line: what and how much.</summary>
    internal static string Title(CascadeRow row)
    {
        var cascade = row.Cascade;
        var what = $"{cascade.Asset} {(cascade.Side == LiquidatedSide.Long ? "longs" : "shorts")}";
        return row.IsWithdrawn
            ? $"{what}: withdrawn"
            : $"{what} liquidated: {NumberText.Usd(cascade.MicroUsd / 1_000_000m)}{(cascade.IsOpen ? " so far" : "")}";
    }

    /// <summary>How long, how unusual, and what went with it.</summary>
    internal static string Description(Cascade cascade)
    {
        List<string> parts =
        [
            $"{cascade.Orders} orders in {TimeSpan.FromMilliseconds(cascade.EndMs - cascade.StartMs):c}",
            $"peak minute {NumberText.Usd(cascade.PeakMinuteMicroUsd / 1_000_000m)}"
                + (cascade.Multiple is { } multiple ? string.Create(CultureInfo.InvariantCulture, $", {multiple:0.#} times a normal one") : ""),
        ];
        if (cascade.PriceChange is { } price)
            parts.Add("price " + Change(price));
        if (cascade.OpenInterestChange is { } openInterest)
            parts.Add("open interest " + Change(openInterest));
        parts.Add(string.Join(", ", cascade.Venues));
        return string.Join("; ", parts);
    }

    private static string Change(double fraction) => NumberText.SignedPercent(fraction, 2);
}
