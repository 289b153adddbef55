using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people where an asset stands.</summary>
internal static class ContextRendering
{
    private const string CellTime = "yyyy-MM-dd HH:mm";

    /// <summary>One line for each thing that is known.</summary>
    internal static Grid Facts(MarketContextResult answer)
    {
        var rows = new List<IReadOnlyList<GridCell>>();
        if (answer.Price is { } price)
            Add("price", NumberText.Price(price.Mark), $"mark price of {price.Symbol} on {price.Venue}{Since(price.Change24h, "24 hours")}{Since(price.Change7d, "7 days")}"
                + (price.NotFirst is { } why ? $"; for there is {why}" : ""));
        if (answer.Average50d is { } average)
            Add("50-day average", NumberText.Price(average.Mean), $"{EnumNames.Of(average.State).Replace('_', ' ')}: {Signed(average.Score, "0.0")} standard deviations");
        if (answer.Positioning is { } held)
            AddPositioning(held);
        if (answer.Spot is { PremiumBps: { } premium })
            Add("spot premium", NumberText.SignedBps(premium), "Coinbase in dollars over Binance, the dollar coin at its own rate");
        if (answer.Flow is { } flow)
            Add("steady flow", EnumNames.Of(flow.State), $"buyers led {Part(flow.BuyMinutes)} of 120 minutes, sellers {Part(flow.SellMinutes)}");
        if (answer.MarketCap is { } cap)
            Add("market cap", NumberText.Usd(cap.Usd), $"{cap.Supply.ToString("#,##0", CultureInfo.InvariantCulture)} coins by the schedule, at the {NumberText.Price(cap.Price)} of {cap.Venues} venues");
        if (answer.GlobalMarket is { } all)
            Add("all coins", NumberText.Usd(all.Usd), all.BtcDominance is { } part ? $"bitcoin {Part(part)}" : "");
        foreach (var ratio in answer.LongShort)
            Add("long/short", ratio.Ratio.ToString("0.00", CultureInfo.InvariantCulture), $"accounts on {ratio.Venue}" + Before(ratio));
        return new Grid([new(""), new("", Right: true), new("", Wraps: true)], rows);

        void AddPositioning(PositioningResult held)
        {
            var coins = held.OpenInterestBase is { } amount ? $"{NumberText.Amount(amount)} {answer.Asset}, " : "";
            var share = held.MarketCapShare is { } part ? $", {Part(part)} of market cap" : "";
            Add("open interest", NumberText.Usd(held.OpenInterestUsd), $"{coins}{held.Contracts} contracts{share}");
            if (held.FundingRate8h is { } funding)
                Add("funding", NumberText.SignedPercent(funding, 4), $"for 8 hours, of {held.FundingContracts} contracts, weighted by open interest");
            if (held.BasisBps is { } basis)
                Add("basis", NumberText.SignedBps(basis), "mark over index of perpetuals, weighted by open interest");
        }

        void Add(string name, string value, string note) => rows.Add([name, value, note]);
    }

    /// <summary>What happened at levels.</summary>
    internal static Grid Levels(string title, IReadOnlyList<LevelResult> levels) => new(
        [
            new(title, Right: true), new("away", Right: true), new("price is"), new("closes", Right: true, Spare: 2), new("now", Spare: 1),
            new("crossed (UTC)", Spare: 4), new("first time since", Spare: 3),
        ],
        [
            .. levels.Select(level => new GridCell[]
            {
                (title == "level" ? NumberText.Level(level.Level) : NumberText.Usd(level.Level)) + (level.Own ? " *" : ""),
                NumberText.SignedPercent(level.Distance), level.Above ? "above" : "below", level.Closes is { } closes ? NumberText.Count(closes) : "", level.Role is { } role ? EnumNames.Of(role) : "",
                Cell(level.Crossed), Cell(level.FirstTimeSince),
            }),
        ]);

    /// <summary>Candles, the newest last.</summary>
    internal static Grid Candles(IReadOnlyList<CandleResult> candles) => new(
        [new("start (UTC)"), new("open", Right: true), new("high", Right: true), new("low", Right: true), new("close", Right: true)],
        [
            .. candles.Select(candle => new GridCell[]
            {
                Cell(candle.Start), NumberText.Price(candle.Open), NumberText.Price(candle.High), NumberText.Price(candle.Low), NumberText.Price(candle.Close),
            }),
        ]);

    /// <summary>Writes candles as CSV.</summary>
    internal static void WriteCsv(TextWriter output, MarketContextResult answer)
    {
        using var csv = new CsvText(output, "asset", "start", "open", "high", "low", "close");
        foreach (var candle in answer.Candles ?? [])
            csv.Row(answer.Asset, candle.Start, candle.Open, candle.High, candle.Low, candle.Close);
    }

    private static string Before(RatioResult ratio) => ratio.DayBefore is { } before
        ? ", a day before " + before.ToString("0.00", CultureInfo.InvariantCulture)
        : "";

    private static string Since(double? change, string span) => change is { } known ? $", {NumberText.SignedPercent(known)} in {span}" : "";

    private static string Cell(DateTimeOffset? time) => time?.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture) ?? "";

    private static string Part(double share) => NumberText.Percent((decimal)share);

    private static string Signed(double number, string format) => number.ToString($"+{format};-{format};{format}", CultureInfo.InvariantCulture);
}
