using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows lists of liquidations and of open interest to people.</summary>
public static class ListRendering
{
    /// <summary>A change over a span that was not sampled near both ends.</summary>
    private const string Unknown = "–";

    private const string CellTime = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>Single liquidations.</summary>
    public static Grid Liquidations(LiquidationsResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new("time (UTC)"), new("venue"), new("symbol"), new("side"), new("usd", Right: true),
                new("exact usd", Right: true, Spare: 2), new("price", Right: true, Spare: 1), new("price is", Spare: 4),
                new("size", Right: true, Spare: 3), new("asset", Spare: 3),
            ],
            [
                .. answer.Liquidations.Select(row => new GridCell[]
                {
                    row.Time.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture), row.Venue, row.Symbol,
                    new(EnumNames.Of(row.Side), ToneOf(row.Side)), new(NumberText.Usd(row.Usd), ToneOf(row.Side)),
                    NumberText.Exact(row.Usd), NumberText.Price(row.Price), EnumNames.Of(row.PriceKind),
                    NumberText.Amount(row.Base), row.Asset,
                }),
            ]);
    }

    /// <summary>Writes single liquidations as CSV.</summary>
    public static void WriteCsv(TextWriter output, LiquidationsResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(
            output, "time", "venue", "symbol", "asset", "side", "margin", "usd", "price", "price_kind", "base", "contracts",
            "received", "id");
        foreach (var row in answer.Liquidations)
        {
            csv.Row(
                row.Time, row.Venue, row.Symbol, row.Asset, EnumNames.Of(row.Side), EnumNames.Of(row.Margin), row.Usd, row.Price,
                EnumNames.Of(row.PriceKind), row.Base, row.Contracts, row.Received, row.Id);
        }
    }

    /// <summary>Open interest of each asset or venue.</summary>
    public static Grid OpenInterestTotals(OpenInterestResult answer, string group)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new(group), new("usd", Right: true), new("change", Right: true), new("coins", Right: true, Spare: 1),
                new("change", Right: true, Spare: 2), new("contracts", Right: true, Spare: 3), new("without price", Right: true, Spare: 4),
            ],
            [
                .. answer.Totals.Select(total => new GridCell[]
                {
                    total.Group, NumberText.Usd(total.Usd), Change(total.UsdChange), Amount(total.Base),
                    Coins(total.BaseChange), NumberText.Count(total.Instruments),
                    total.Unpriced == 0 ? "" : NumberText.Count(total.Unpriced),
                }),
            ]);
    }

    /// <summary>Open interest of each contract.</summary>
    public static Grid OpenInterest(OpenInterestResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [
                new("venue"), new("symbol"), new("usd", Right: true), new("change", Right: true),
                new("coins", Right: true, Spare: 2), new("change", Right: true, Spare: 3), new("mark", Right: true, Spare: 1),
                new("funding", Right: true, Spare: 4), new("time (UTC)", Spare: 5),
            ],
            [
                .. answer.Instruments.Select(row => new GridCell[]
                {
                    row.Venue, row.Symbol, row.Usd is { } usd ? NumberText.Usd(usd) : "no price", Change(row.UsdChange),
                    Amount(row.Base), Coins(row.BaseChange), row.Mark is { } mark ? NumberText.Price(mark) : "",
                    row.FundingRate is { } rate ? (rate * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%" : "",
                    row.Time.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture),
                }),
            ]);
    }

    /// <summary>Writes the open interest of each contract as CSV.</summary>
    public static void WriteCsv(TextWriter output, OpenInterestResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(
            output, "time", "venue", "symbol", "asset", "margin", "usd", "base", "contracts", "usd_change", "base_change",
            "mark", "index", "funding_rate");
        foreach (var row in answer.Instruments)
        {
            csv.Row(
                row.Time, row.Venue, row.Symbol, row.Asset, EnumNames.Of(row.Margin), row.Usd, row.Base, row.Contracts,
                row.UsdChange, row.BaseChange, row.Mark, row.Index, row.FundingRate);
        }
    }

    private static Tone ToneOf(LiquidatedSide side) => side == LiquidatedSide.Short ? Tone.Short : Tone.Long;

    private static string Amount(double? amount) => amount is { } number ? NumberText.Amount(number) : "";

    private static string Coins(double? change) => change is { } number ? NumberText.Signed(number) : Unknown;

    private static GridCell Change(double? change) => change is { } dollars
        ? new GridCell(NumberText.SignedUsd(dollars))
        : new GridCell(Unknown);
}
