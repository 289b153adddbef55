using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Writes open interest and prices: of each contract the newest sample in each cell of the raster.</summary>
internal sealed class SampleRows(Database database, InstrumentRows instruments, TimeSpan grid, Outbox outbox, UnpackedSamples unpacked)
{
    internal const int OpenInterestKind = 0;
    internal const int MarkPriceKind = 1;

    private readonly CandleRows _candles = new(database);
    private readonly long _gridMs = (long)grid.TotalMilliseconds;

    /// <summary>The hour for which the bounds of a contract were written last, by kind.</summary>
    private readonly Dictionary<int, long>[] _sampledHours = [[], []];

    // Of two samples with one time the fuller and then the larger wins, so that the order of arrival does not matter.
    private readonly Statement _openInterest = database.Prepare(
        """
        INSERT INTO open_interest AS cell(grid_ms, instrument_id, time_ms, contracts, base, usd)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (grid_ms, instrument_id) DO UPDATE SET
            time_ms = excluded.time_ms, contracts = excluded.contracts, base = excluded.base, usd = excluded.usd
        WHERE (excluded.time_ms, coalesce(excluded.usd, -1e300), coalesce(excluded.base, -1e300), coalesce(excluded.contracts, -1e300))
            > (cell.time_ms, coalesce(cell.usd, -1e300), coalesce(cell.base, -1e300), coalesce(cell.contracts, -1e300))
        """);

    private readonly Statement _markPrice = database.Prepare(
        """
        INSERT INTO mark_price AS cell(grid_ms, instrument_id, time_ms, mark, index_price, funding_rate, next_funding_ms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (grid_ms, instrument_id) DO UPDATE SET
            time_ms = excluded.time_ms, mark = excluded.mark, index_price = excluded.index_price,
            funding_rate = excluded.funding_rate, next_funding_ms = excluded.next_funding_ms
        WHERE (excluded.time_ms, coalesce(excluded.index_price, -1e300), coalesce(excluded.funding_rate, -1e300),
                coalesce(excluded.next_funding_ms, -1), coalesce(excluded.mark, -1e300))
            > (cell.time_ms, coalesce(cell.index_price, -1e300), coalesce(cell.funding_rate, -1e300),
                coalesce(cell.next_funding_ms, -1), coalesce(cell.mark, -1e300))
        """);

    private readonly Statement _sampled = database.Prepare(
        """
        INSERT INTO sampled AS row(instrument_id, kind, first_ms, last_ms) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (instrument_id, kind) DO UPDATE SET
            first_ms = min(row.first_ms, excluded.first_ms), last_ms = max(row.last_ms, excluded.last_ms)
        WHERE excluded.first_ms < row.first_ms OR excluded.last_ms > row.last_ms
        """);

    internal void Add(in OpenInterest sample, CommitStats counts)
    {
        var instrument = instruments.Row(sample.Instrument).Id;
        var cell = UnixTime.Floor(sample.TimeMs, _gridMs);
        unpacked.Require(sample.Instrument.Venue, instrument, cell, counts);
        _openInterest.Bind(1, cell)
            .Bind(2, instrument)
            .Bind(3, sample.TimeMs)
            .Bind(4, sample.Contracts)
            .Bind(5, sample.Base)
            .Bind(6, sample.Usd)
            .Run();
        outbox.Changed(ChangeKind.OpenInterest, cell, instrument);
        Sampled(instrument, OpenInterestKind, cell);
    }

    internal void Add(in MarkPrice sample, CommitStats counts)
    {
        var instrument = instruments.Row(sample.Instrument).Id;
        var cell = UnixTime.Floor(sample.TimeMs, _gridMs);
        unpacked.Require(sample.Instrument.Venue, instrument, cell, counts);
        _markPrice.Bind(1, cell)
            .Bind(2, instrument)
            .Bind(3, sample.TimeMs)
            .Bind(4, sample.Mark)
            .Bind(5, sample.Index)
            .Bind(6, sample.FundingRate)
            .Bind(7, sample.NextFundingMs)
            .Run();
        outbox.Changed(ChangeKind.MarkPrice, cell, instrument);
        Sampled(instrument, MarkPriceKind, cell);
        _candles.Add(instrument, sample);
    }

    internal void Add(MarkCandle candle) => _candles.Add(instruments.Row(candle.Instrument).Id, candle);

    internal void RolledBack() => Array.ForEach(_sampledHours, static hours => hours.Clear());

    /// <summary>Keeps the bounds of what was sampled by whole hours, so that they are written once an hour.</summary>
    private void Sampled(int instrument, int kind, long cell)
    {
        var hourMs = UnixTime.Hour(cell);
        if (_sampledHours[kind].TryGetValue(instrument, out var known) && known == hourMs)
            return;
        _sampledHours[kind][instrument] = hourMs;
        _sampled.Bind(1, instrument).Bind(2, kind).Bind(3, hourMs).Bind(4, hourMs + UnixTime.HourMs - 1).Run();
    }
}
