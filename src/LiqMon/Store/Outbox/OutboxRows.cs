using System.Runtime.InteropServices;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads the rows that destinations have to receive: those that changed, or all of a minute.</summary>
internal sealed class OutboxRows(Database database, SampleReader samples, InstrumentCatalog names)
{
    /// <summary>Changes so close together are read as one span.</summary>
    private const long SameRunMs = 50;

    private const string LiquidationColumns = "SELECT time_ms, instrument_id, identity, side, price, qty_base, usd_micro FROM liquidation";
    private const string MinuteColumns = "SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro FROM rollup_minute";

    /// <summary>Adds what is stored now of what has changed.</summary>
    internal void LookUp(HashSet<Change> changes, OutboxBatch batch)
    {
        var times = new List<long>(changes.Count);
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Liquidation)
                times.Add(change.TimeMs);
            else if (IsDelivered(names.Instrument(change.Instrument).Series))
                Sample(change, batch);
        }

        times.Sort();
        foreach (var (fromMs, toMs) in Runs(times))
            Liquidations($"{LiquidationColumns} WHERE time_ms >= ?1 AND time_ms < ?2 ORDER BY time_ms, instrument_id", fromMs, toMs, batch);
        var minutes = new HashSet<(long StartMs, int Series)>();
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(batch.Liquidations))
            minutes.Add((UnixTime.Minute(row.TimeMs), row.Instrument.Series.Id));
        foreach (var (startMs, series) in minutes)
            Minutes($"{MinuteColumns} WHERE start_ms = ?1 AND series_id = ?2", startMs, series, batch.Minutes);
        // A venue's sum needs its other assets too.
        foreach (var startMs in minutes.Select(minute => minute.StartMs).Distinct())
            VenueMinutes(Minutes($"{MinuteColumns} WHERE start_ms >= ?1 AND start_ms < ?2", startMs, startMs + UnixTime.MinuteMs, []), batch);
    }

    private void Sample(Change change, OutboxBatch batch)
    {
        switch (change.Kind)
        {
            case ChangeKind.OpenInterest:
                if (samples.At(SampleRows.OpenInterestKind, change.TimeMs, change.Instrument) is { } openInterest)
                    AddOpenInterest(openInterest, batch);
                break;
            case ChangeKind.MarkPrice:
                if (samples.At(SampleRows.MarkPriceKind, change.TimeMs, change.Instrument) is { } price)
                    AddMarkPrice(price, batch);
                break;
            default:
                throw new InvalidOperationException($"A change of kind {change.Kind} is unknown.");
        }
    }

    /// <summary>
    /// Spans [from, to) in which something has changed. Reading a busy span whole is several times faster than looking up
    /// its rows; a row between them that has not changed is delivered once more, which changes nothing.
    /// </summary>
    private static IEnumerable<(long FromMs, long ToMs)> Runs(List<long> times)
    {
        for (var start = 0; start < times.Count;)
        {
            var end = start + 1;
            while (end < times.Count && times[end] - times[end - 1] <= SameRunMs)
                end++;
            yield return (times[start], times[end - 1] + 1);
            start = end;
        }
    }

    /// <summary>Adds all that is stored of a span.</summary>
    internal void ReadMinute(long fromMs, long toMs, OutboxBatch batch)
    {
        Liquidations($"{LiquidationColumns} WHERE time_ms >= ?1 AND time_ms < ?2 ORDER BY time_ms, instrument_id", fromMs, toMs, batch);
        var before = batch.Minutes.Count;
        Minutes($"{MinuteColumns} WHERE start_ms >= ?1 AND start_ms < ?2", fromMs, toMs, batch.Minutes);
        VenueMinutes(batch.Minutes[before..], batch);
        foreach (var sample in samples.Between(SampleRows.OpenInterestKind, fromMs, toMs))
            AddOpenInterest(sample, batch);
        foreach (var sample in samples.Between(SampleRows.MarkPriceKind, fromMs, toMs))
            AddMarkPrice(sample, batch);
    }

    private void Liquidations(string sql, long first, long second, OutboxBatch batch)
    {
        using var rows = database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var instrument = names.Instrument((int)rows.Integer(1));
            if (IsDelivered(instrument.Series))
            {
                batch.Liquidations.Add(new StoredLiquidation(
                    instrument, rows.Integer(0), unchecked((ulong)rows.Integer(2)), (LiquidatedSide)rows.Integer(3), rows.Real(4),
                    rows.Real(5), rows.Integer(6)));
            }
        }
    }

    private List<StoredMinute> Minutes(string sql, long first, long second, List<StoredMinute> minutes)
    {
        using var rows = database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var series = names.Series((int)rows.Integer(1));
            if (IsDelivered(series))
            {
                minutes.Add(new StoredMinute(
                    series, rows.Integer(0), (LiquidatedSide)rows.Integer(2), rows.Integer(3), rows.Integer(4), rows.Integer(5)));
            }
        }

        return minutes;
    }

    private static void VenueMinutes(List<StoredMinute> minutes, OutboxBatch batch)
    {
        var sums = new Dictionary<(long, string, LiquidatedSide), StoredVenueMinute>();
        foreach (ref readonly var minute in CollectionsMarshal.AsSpan(minutes))
        {
            var venue = minute.Series.Venue;
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (minute.StartMs, venue, minute.Side), out var isKnown);
            sum = (isKnown ? sum : new StoredVenueMinute(venue, minute.StartMs, minute.Side, 0, 0, 0)).And(minute);
        }

        batch.VenueMinutes.AddRange(sums.Values);
    }

    private void AddOpenInterest(in Sample sample, OutboxBatch batch)
    {
        var instrument = names.Instrument(sample.Instrument);
        if (IsDelivered(instrument.Series))
            batch.OpenInterest.Add(new StoredOpenInterest(instrument, sample.CellMs, sample.First, sample.Second, sample.Third));
    }

    private void AddMarkPrice(in Sample sample, OutboxBatch batch)
    {
        var instrument = names.Instrument(sample.Instrument);
        if (IsDelivered(instrument.Series))
            batch.MarkPrices.Add(new StoredMarkPrice(instrument, sample.CellMs, sample.First, sample.Second, sample.Third));
    }

    /// <summary>The start of the first minute from a moment on of which anything is stored; null for none.</summary>
    internal long? NextMinute(long fromMs)
    {
        using var rows = database.Prepare("SELECT min(start_ms) FROM rollup_minute WHERE start_ms >= ?1").Bind(1, fromMs).Query();
        var liquidations = rows.Step() && rows.IntegerOrNull(0) is { } start ? UnixTime.Minute(start) : (long?)null;
        long?[] starts = [liquidations, samples.FirstMinute(SampleRows.OpenInterestKind, fromMs), samples.FirstMinute(SampleRows.MarkPriceKind, fromMs)];
        return starts.Min();
    }

    // Totals are of crypto unless others are requested, and the points have no tag that would distinguish them.
    private static bool IsDelivered(SeriesName series) => series.AssetClass == AssetClass.Crypto;
}
