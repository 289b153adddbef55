using System.Globalization;
using System.Runtime.InteropServices;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Turns stored rows into points; the same rows always into the same points.</summary>
internal sealed class StoredPoints
{
    private const long NsOfAMs = 1_000_000;

    private readonly LineBatches _batches;
    private readonly LineWriter _writer;
    private readonly SampleRhythm _rhythm = new();
    private int[] _slots = new int[64];
    private ulong[] _identities = new ulong[64];

    internal StoredPoints(LineBatches batches)
    {
        _batches = batches;
        _writer = new LineWriter(batches);
    }

    /// <summary>Rows that the line protocol cannot carry, since the start.</summary>
    internal long Unwritable { get; private set; }

    internal void Add(OutboxBatch batch)
    {
        AddLiquidations(batch.Liquidations);
        foreach (ref readonly var minute in CollectionsMarshal.AsSpan(batch.Minutes))
            Add(minute);
        foreach (ref readonly var minute in CollectionsMarshal.AsSpan(batch.VenueMinutes))
            Add(minute);
        foreach (ref readonly var sample in CollectionsMarshal.AsSpan(batch.OpenInterest))
        {
            if (_rhythm.IsDue(sample))
                Add(sample);
        }

        foreach (ref readonly var sample in CollectionsMarshal.AsSpan(batch.MarkPrices))
        {
            if (_rhythm.IsDue(sample))
                Add(sample);
        }

        foreach (var minute in batch.OpenInterestMinutes)
            Add(minute);

        foreach (var row in batch.Cascades)
            Add(row);
        foreach (var points in batch.Points)
            AddFinished(points);
    }

    private static string Side(LiquidatedSide side) => side == LiquidatedSide.Long ? "long" : "short";

    private static string Margin(MarginKind margin) => margin switch
    {
        MarginKind.Linear => "linear",
        MarginKind.Inverse => "inverse",
        _ => "quanto",
    };

    private static double Dollars(long microUsd) => microUsd / 1e6;

    private void AddLiquidations(List<StoredLiquidation> rows)
    {
        var all = CollectionsMarshal.AsSpan(rows);
        for (var start = 0; start < all.Length;)
        {
            var end = start + 1;
            while (end < all.Length && all[end].TimeMs == all[start].TimeMs && all[end].Instrument.Id == all[start].Instrument.Id)
                end++;
            if (end - start == 1)
                AddTwins(all[start..end]);
            else
                AddBothSides(all[start..end]);
            start = end;
        }
    }

    /// <summary>Adds the liquidations of one contract and millisecond.</summary>
    private void AddBothSides(Span<StoredLiquidation> rows)
    {
        // Twins are distinguished by side too, and their places depend on the order of their identities.
        rows.Sort(static (one, other) => (one.Side, one.Identity).CompareTo((other.Side, other.Identity)));
        var otherSide = 0;
        while (otherSide < rows.Length && rows[otherSide].Side == rows[0].Side)
            otherSide++;
        AddTwins(rows[..otherSide]);
        if (otherSide < rows.Length)
            AddTwins(rows[otherSide..]);
    }

    private void AddTwins(ReadOnlySpan<StoredLiquidation> twins)
    {
        if (_slots.Length < twins.Length)
        {
            _slots = new int[twins.Length * 2];
            _identities = new ulong[twins.Length * 2];
        }

        for (var i = 0; i < twins.Length; i++)
            _identities[i] = twins[i].Identity;
        PointSlots.Assign(_identities.AsSpan(0, twins.Length), _slots);
        Span<char> id = stackalloc char[16];
        for (var i = 0; i < twins.Length; i++)
        {
            ref readonly var row = ref twins[i];
            _writer.Begin("liquidation");
            _writer.Tag("asset", row.Instrument.Series.Asset);
            _writer.Tag("margin", Margin(row.Instrument.Margin));
            _writer.Tag("side", Side(row.Side));
            _writer.Tag("symbol", row.Instrument.Symbol);
            _writer.Tag("venue", row.Instrument.Series.Venue);
            _writer.Number("usd", Dollars(row.MicroUsd));
            _writer.Number("qty_base", row.BaseQuantity);
            _writer.Number("price", row.Price);
            row.Identity.TryFormat(id, out _, "x16", CultureInfo.InvariantCulture);
            _writer.Text("id", id);
            End(row.TimeMs, _slots[i]);
        }
    }

    private void Add(in StoredMinute row)
    {
        _writer.Begin("liquidation_1m");
        _writer.Tag("asset", row.Series.Asset);
        _writer.Tag("side", Side(row.Side));
        _writer.Tag("venue", row.Series.Venue);
        AddSums(row.StartMs, row.MicroUsd, row.Orders, row.LargestMicroUsd);
    }

    private void Add(in StoredVenueMinute row)
    {
        _writer.Begin("liquidation_venue_1m");
        _writer.Tag("asset", InfluxSchema.All);
        _writer.Tag("side", Side(row.Side));
        _writer.Tag("venue", row.Venue);
        AddSums(row.StartMs, row.MicroUsd, row.Orders, row.LargestMicroUsd);
    }

    private void AddSums(long startMs, long microUsd, long orders, long largestMicroUsd)
    {
        _writer.Number("usd", Dollars(microUsd));
        _writer.Count("orders", orders);
        _writer.Number("max_usd", Dollars(largestMicroUsd));
        End(startMs);
    }

    // Its cell's time, so that a newer sample of the cell takes its place.
    private void Add(in StoredOpenInterest row)
    {
        _writer.Begin("open_interest");
        _writer.Tag("asset", row.Instrument.Series.Asset);
        _writer.Tag("margin", Margin(row.Instrument.Margin));
        _writer.Tag("symbol", row.Instrument.Symbol);
        _writer.Tag("venue", row.Instrument.Series.Venue);
        _writer.Number("usd", row.Usd);
        _writer.Number("base", row.Base);
        _writer.Number("contracts", row.Contracts);
        End(row.CellMs);
    }

    private void Add(in StoredMarkPrice row)
    {
        _writer.Begin("mark_price");
        _writer.Tag("asset", row.Instrument.Series.Asset);
        _writer.Tag("symbol", row.Instrument.Symbol);
        _writer.Tag("venue", row.Instrument.Series.Venue);
        _writer.Number("mark", row.Mark);
        _writer.Number("index", row.Index);
        _writer.Number("funding_rate", row.FundingRate);
        if (row is { Mark: { } mark, Index: { } index } && index != 0)
            _writer.Number("basis_bps", (mark - index) / index * 10_000);
        End(row.CellMs);
    }

    private void Add(OpenInterestMinute minute)
    {
        foreach (var row in minute.Assets)
        {
            AssetPoint.Write(_writer, row);
            End(row.StartMs);
        }

        foreach (var row in VenuePoint.Written(minute.Venues))
        {
            VenuePoint.Write(_writer, row);
            End(row.StartMs);
        }
    }

    private void Add(CascadeRow row)
    {
        // A point cannot be taken back; one of a withdrawn cascade is written over with nothing in it.
        var cascade = row.Cascade;
        var shown = row.IsWithdrawn ? cascade with { EndMs = cascade.StartMs, MicroUsd = 0, PeakMinuteMicroUsd = 0 } : cascade;
        _writer.Begin("cascade");
        _writer.Tag("asset", shown.Asset);
        _writer.Tag("side", Side(shown.Side));
        _writer.Text("title", CascadeText.Title(row));
        _writer.Text("description", row.IsWithdrawn ? "Liquidations that came late have shown that there was none." : CascadeText.Description(shown));
        _writer.Text("tags", $"cascade,{shown.Asset},{Side(shown.Side)}");
        _writer.Number("end_time", shown.EndMs);
        _writer.Number("usd", Dollars(shown.MicroUsd));
        _writer.Number("peak_minute_usd", Dollars(shown.PeakMinuteMicroUsd));
        _writer.Number("multiple", shown.Multiple);
        _writer.Number("price_change", shown.PriceChange);
        _writer.Number("oi_change", shown.OpenInterestChange);
        End(shown.StartMs);
    }

    private void AddFinished(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n') + 1;
            lines[..end].CopyTo(_batches.GetSpan(end));
            _batches.Advance(end);
            _batches.Finished();
            lines = lines[end..];
        }
    }

    private void End(long timeMs, int ns = 0) =>
        Count(Math.Abs(timeMs) < long.MaxValue / NsOfAMs ? _writer.End((timeMs * NsOfAMs) + ns) : LineFault.Time);

    private void Count(LineFault fault)
    {
        if (fault == LineFault.None)
            _batches.Finished();
        else if (fault != LineFault.NoFields)
            Unwritable++;
    }
}
