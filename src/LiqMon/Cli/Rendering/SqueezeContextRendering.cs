using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people what a total means.</summary>
internal static class SqueezeContextRendering
{
    /// <summary>The lines below the totals.</summary>
    internal static IEnumerable<string> Lines(SqueezeResult answer, SqueezeContextResult context)
    {
        yield return context.Label is { } label
            ? "label: " + EnumNames.Of(label).Replace('_', ' ')
            : "label: none, because " + context.NoLabel;
        if (context.Price is { } price)
            yield return Price(price);
        if (context.OpenInterest is { } open)
            yield return OpenInterest(answer, context, open);
        if (context.Before is { } before)
            yield return Before(before);
        if (context.Rank is { } rank && context.RankedSpans > 1)
            yield return $"rank: {rank} of {context.RankedSpans} spans of this length back to back";
    }

    private static string Price(SpanPriceResult price)
    {
        var sigmas = price.Sigma is > 0 and var sigma
            ? string.Create(CultureInfo.InvariantCulture, $", {Math.Log(price.End / price.Start) / sigma:+0.0;-0.0;0.0} standard deviations")
            : "";
        return $"price: {NumberText.Price(price.Start)} to {NumberText.Price(price.End)}, {Signed(price.Change)}{sigmas} "
            + $"({price.Symbol} on {price.Venue}{(price.NotFirst is { } why ? $", for {why}" : "")})";
    }

    private static string OpenInterest(SqueezeResult answer, SqueezeContextResult context, SpanOpenInterestResult open)
    {
        var coins = open is { BaseStart: { } start, BaseEnd: { } end, BaseChange: { } change }
            ? $"{NumberText.Amount(start)} to {NumberText.Amount(end)} {answer.Asset}, {Signed(change)}"
            : $"{NumberText.Usd(open.UsdStart)} at the start";
        var part = context.LiquidatedBps is { } bps
            ? $"; liquidated {NumberText.Bps(bps)} of that at the start"
            : "";
        return $"open interest: {coins} ({open.Contracts} contracts, {open.Venues} of {open.VenuesKnown} venues){part}";
    }

    private static string Before(SpanBeforeResult before)
    {
        var change = before.TotalChange is { } known ? $", so this one is {Signed(known)}" : "";
        return $"span before: {NumberText.Usd(before.TotalUsd)}, shorts {NumberText.Usd(before.ShortUsd)}, longs {NumberText.Usd(before.LongUsd)}"
            + $"{change} (covered {NumberText.Coverage(before.Coverage)})";
    }

    private static string Signed(double change) => NumberText.SignedPercent(change);
}
