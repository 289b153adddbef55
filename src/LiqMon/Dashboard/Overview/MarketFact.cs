using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>A figure of the market.</summary>
/// <param name="Name">What it is: <c>BTC</c>, <c>funding 8h</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Note">Small text behind it.</param>
/// <param name="Hint">What appears on it.</param>
public sealed record MarketFact(string Name, string Value, string? Note = null, string? Hint = null)
{
    /// <summary>The figures that are known of where an asset stands. What is not known is left out.</summary>
    public static IReadOnlyList<MarketFact> Of(MarketContextResult context)
    {
        ArgumentNullException.ThrowIfNull(context);
        List<MarketFact> facts = [];
        if (context.Price is { } price)
        {
            facts.Add(new(
                context.Asset, NumberText.Price(price.Mark), price.Change24h is { } day ? PageText.Part(day) + " in 24 h" : null,
                $"{price.Symbol} on {price.Venue}"));
        }

        if (context.Average50d is { } average)
        {
            facts.Add(new(
                "50-day scale", EnumNames.Of(average.State).Replace('_', ' '), average.Score.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " σ",
                $"the price against the average of 50 daily closes, {NumberText.Price(average.Mean)}"));
        }

        if (context.Levels.Where(level => level.Distance > 0).MinBy(level => level.Distance) is { } above)
            facts.Add(Level("level above", above));
        if (context.Levels.Where(level => level.Distance <= 0).MaxBy(level => level.Distance) is { } below)
            facts.Add(Level("level below", below));
        if (context.Positioning is { } held)
        {
            facts.Add(new("open interest", NumberText.Usd(held.OpenInterestUsd), held.OpenInterestBase is { } coins ? $"{NumberText.Amount(coins)} {context.Asset}" : null));
            if (held.FundingRate8h is { } funding)
                facts.Add(new("funding 8 h", PageText.Rate(funding), null, $"weighted by open interest over {held.FundingContracts} contracts"));
            if (held.BasisBps is { } basis)
                facts.Add(new("basis", NumberText.SignedBps(basis), null, "mark over index of perpetuals"));
        }

        if (context.Spot?.PremiumBps is { } premium)
            facts.Add(new("spot premium", NumberText.SignedBps(premium), null, "Coinbase over Binance"));
        if (context.MarketCap is { } cap)
            facts.Add(new("market cap", NumberText.Usd(cap.Usd)));
        if (context.GlobalMarket is { BtcDominance: { } part })
            facts.Add(new("dominance", NumberText.Percent((decimal)part), null, "bitcoin's part of all coins"));
        return facts;
    }

    private static MarketFact Level(string name, LevelResult level) => new(
        name, NumberText.Level(level.Level), PageText.Part(level.Distance) + (level.Role is { } role ? ", " + EnumNames.Of(role) : ""),
        level.Crossed is { } crossed ? $"crossed {Timestamps.InWords(crossed)}" : null);
}
