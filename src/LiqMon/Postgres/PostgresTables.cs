using System.Globalization;
using LiqMon.Completeness;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Postgres;

/// <summary>The tables that are written.</summary>
internal static class PostgresTables
{
    internal static readonly PostgresTable<StoredLiquidation> Liquidations = new(
        "liquidation", ["time", "venue", "symbol", "asset", "side", "margin", "usd", "price", "base", "id"],
        ["time", "venue", "symbol", "id"], IsReplaced: false, async (cells, row) =>
        {
            await cells.Time(row.TimeMs).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Venue).ConfigureAwait(false);
            await cells.Text(row.Instrument.Symbol).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Asset).ConfigureAwait(false);
            await cells.Text(EnumNames.Of(row.Side)).ConfigureAwait(false);
            await cells.Text(EnumNames.Of(row.Instrument.Margin)).ConfigureAwait(false);
            await cells.Dollars(row.MicroUsd).ConfigureAwait(false);
            await cells.Number(row.Price).ConfigureAwait(false);
            await cells.Number(row.BaseQuantity).ConfigureAwait(false);
            await cells.Text(row.Identity.ToString("x16", CultureInfo.InvariantCulture)).ConfigureAwait(false);
        });

    internal static readonly PostgresTable<StoredMinute> Minutes = new(
        "liquidation_minute", ["start", "venue", "asset", "side", "usd", "orders", "largest_usd"],
        ["start", "venue", "asset", "side"], IsReplaced: true, async (cells, row) =>
        {
            await cells.Time(row.StartMs).ConfigureAwait(false);
            await cells.Text(row.Series.Venue).ConfigureAwait(false);
            await cells.Text(row.Series.Asset).ConfigureAwait(false);
            await cells.Text(EnumNames.Of(row.Side)).ConfigureAwait(false);
            await cells.Dollars(row.MicroUsd).ConfigureAwait(false);
            await cells.Count(row.Orders).ConfigureAwait(false);
            await cells.Dollars(row.LargestMicroUsd).ConfigureAwait(false);
        });

    internal static readonly PostgresTable<StoredOpenInterest> OpenInterest = new(
        "open_interest", ["time", "venue", "symbol", "asset", "margin", "usd", "base", "contracts"],
        ["time", "venue", "symbol"], IsReplaced: true, async (cells, row) =>
        {
            await cells.Time(row.CellMs).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Venue).ConfigureAwait(false);
            await cells.Text(row.Instrument.Symbol).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Asset).ConfigureAwait(false);
            await cells.Text(EnumNames.Of(row.Instrument.Margin)).ConfigureAwait(false);
            await cells.Number(row.Usd).ConfigureAwait(false);
            await cells.Number(row.Base).ConfigureAwait(false);
            await cells.Number(row.Contracts).ConfigureAwait(false);
        });

    internal static readonly PostgresTable<StoredMarkPrice> MarkPrices = new(
        "mark_price", ["time", "venue", "symbol", "asset", "mark", "index", "funding_rate"],
        ["time", "venue", "symbol"], IsReplaced: true, async (cells, row) =>
        {
            await cells.Time(row.CellMs).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Venue).ConfigureAwait(false);
            await cells.Text(row.Instrument.Symbol).ConfigureAwait(false);
            await cells.Text(row.Instrument.Series.Asset).ConfigureAwait(false);
            await cells.Number(row.Mark).ConfigureAwait(false);
            await cells.Number(row.Index).ConfigureAwait(false);
            await cells.Number(row.FundingRate).ConfigureAwait(false);
        });

    internal static readonly PostgresTable<(string Venue, long DayMs, CoverageSpan Span)> Coverage = new(
        "coverage", ["venue", "day", "start", "\"end\"", "state", "reason", "class", "symbol", "orders", "usd"],
        [], IsReplaced: false, async (cells, row) =>
        {
            var (span, deficit) = (row.Span, row.Span.Deficit);
            await cells.Text(row.Venue).ConfigureAwait(false);
            await cells.Day(row.DayMs).ConfigureAwait(false);
            await cells.Time(span.FromMs).ConfigureAwait(false);
            await cells.Time(span.ToMs).ConfigureAwait(false);
            await cells.Text(EnumNames.Of(span.State)).ConfigureAwait(false);
            await (span.Gap is { } gap ? cells.Text(EnumNames.Of(gap)) : deficit is null ? cells.None() : cells.Text(EnumNames.Of(deficit.Reason))).ConfigureAwait(false);
            await (CoverageSpan.ClassOf(row.Venue) is { } known ? cells.Text(EnumNames.Of(known)) : cells.None()).ConfigureAwait(false);
            await (deficit is { Symbol.Length: > 0 } ? cells.Text(deficit.Symbol) : cells.None()).ConfigureAwait(false);
            await (deficit is null ? cells.None() : cells.Count(deficit.Count)).ConfigureAwait(false);
            await (deficit?.MicroUsd is { } usd ? cells.Dollars(usd) : cells.None()).ConfigureAwait(false);
        });

    /// <summary>Makes the tables of the session.</summary>
    internal static string CreateStages => string.Join(
        "; ", Liquidations.CreateStage, Minutes.CreateStage, OpenInterest.CreateStage, MarkPrices.CreateStage, Coverage.CreateStage);

    /// <summary>The day of UTC in which a moment lies.</summary>
    internal static DateOnly DayOf(long ms) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(ms));
}
