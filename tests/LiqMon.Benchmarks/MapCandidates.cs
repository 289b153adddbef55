using System.Globalization;
using LiqMon.Maps;

namespace LiqMon.Benchmarks;

/// <summary>A way to say what was opened and closed up to a moment.</summary>
/// <param name="Name">What it is.</param>
/// <param name="UsesOpenInterest">Whether it looks at open interest.</param>
/// <param name="Tiers">The leverages.</param>
/// <param name="Start">Begins a line of changes: takes a sample's time and the open interest, gives the change.</param>
/// <param name="Days">Mean time for which a position is held; null without turnover.</param>
internal sealed record MapCandidate(
    string Name, bool UsesOpenInterest, LeverageTiers Tiers, Func<Func<long, double, OpenInterestChange>> Start, double? Days = null);

/// <summary>The maps among which the first half of the data chooses.</summary>
internal static class MapCandidates
{
    private static readonly (string Name, LeverageTiers Tiers)[] Spreads =
    [
        ("default tiers", LeverageTiers.Default),
        ("high tiers", Tiers("10:1:0.5,20:1:0.5,25:1:0.5,50:1:0.5,100:1:0.5")),
        ("low tiers", Tiers("3:1:0.5,5:1:0.5,10:1:0.5,20:1:0.5")),
    ];

    private static readonly double[] Days = [0.5, 1, 2, 4, 7, 14];

    internal static IReadOnlyList<MapCandidate> All() =>
    [
        .. Spreads.Select(spread => new MapCandidate($"open interest, {spread.Name}", true, spread.Tiers, OpenInterest)),
        .. Spreads.SelectMany(spread => Days.Select(days => new MapCandidate(
            string.Create(CultureInfo.InvariantCulture, $"path memory {days:0.#} d, {spread.Name}"), false, spread.Tiers, () => Path(days), days))),
        .. Spreads.SelectMany(spread => Days.Select(days => new MapCandidate(
            string.Create(CultureInfo.InvariantCulture, $"open interest + turnover {days:0.#} d, {spread.Name}"), true, spread.Tiers, () => Churn(days), days))),
    ];

    internal static Func<long, double, OpenInterestChange> OpenInterest()
    {
        var book = new OpenInterestBook(1);
        return (timeMs, coins) =>
        {
            book.Add(0, timeMs, coins);
            return book.Settle(timeMs);
        };
    }

    internal static Func<long, double, OpenInterestChange> Path(double days)
    {
        var turnover = new Turnover(days);
        // A fixed number of coins: open interest is not looked at.
        return (timeMs, _) => turnover.To(timeMs, 1_000);
    }

    private static Func<long, double, OpenInterestChange> Churn(double days)
    {
        var (book, turnover) = (OpenInterest(), new Turnover(days));
        return (timeMs, coins) =>
        {
            var change = book(timeMs, coins);
            var turned = turnover.To(timeMs, change.Before);
            return new OpenInterestChange(change.Before, change.Opened + turned.Opened, change.Closed + turned.Closed);
        };
    }

    private static LeverageTiers Tiers(string text) => LeverageTiers.TryParse(text, out var tiers)
        ? tiers
        : throw new ArgumentException(text, nameof(text));
}
