using System.Text;
using LiqMon.Exports;
using LiqMon.Market;
using LiqMon.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Store;

public sealed class SamplePackingTests : IDisposable
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const int Hours = 5;

    private static readonly Instrument[] Contracts = [Sample.Btc, Sample.Eth, Sample.BtcElsewhere, Sample.Tesla];

    private readonly StoreFolder _plain = new();
    private readonly StoreFolder _packed = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    public void Dispose()
    {
        _plain.Dispose();
        _packed.Dispose();
    }

    /// <summary>What was never packed is the oracle: it is read by the rows alone.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Packed_samples_answer_every_question_as_their_rows_do(int seed)
    {
        var random = new Random(seed);
        using var plain = _plain.Open(Options(_plain));
        using var packed = _packed.Open(Options(_packed));
        foreach (var batch in Arrivals(random).Chunk(random.Next(20, 400)))
        {
            plain.Commit(batch);
            packed.Commit(batch);
            if (random.Next(3) == 0)
                StoredSamples.Pack(packed, Sample.Noon + random.NextInt64(Hours * Hour) + Hour);
        }

        // Some hours stay rows, so that most questions concern both.
        StoredSamples.Pack(packed, Sample.Noon + (random.Next(2, Hours + 1) * Hour) + (15 * Minute));
        Assert.NotEqual("0", _packed.Dump("SELECT count(*) FROM sample_block"));
        Assert.Equal("0", _plain.Dump("SELECT count(*) FROM sample_block"));
        foreach (var kind in (int[])[SampleRows.OpenInterestKind, SampleRows.MarkPriceKind])
            Assert.Equal(StoredSamples.Of(_plain, kind), StoredSamples.Of(_packed, kind));
        for (var i = 0; i < 12; i++)
        {
            var (from, to) = Span(random);
            var filter = Sample.Between(from, to) with { Assets = random.Next(3) switch { 0 => null, 1 => ["BTC"], _ => ["ETH", "TSLA"] }, IncludeTraditional = random.Next(2) == 0 };
            Assert.Equal(Answers(_plain, filter), Answers(_packed, filter));
        }

        Assert.Equal(Delivered(_plain), Delivered(_packed));
    }

    [Fact]
    public void What_comes_late_for_a_packed_hour_is_there_once_by_the_rule_of_its_cell()
    {
        using var store = _packed.Open();
        store.Commit([Open(Sample.Btc, 30_000, 1), Open(Sample.Btc, 90_000, 2), Mark(Sample.Btc, 30_000, 10), Open(Sample.Eth, 30_000, 7)]);
        StoredSamples.Pack(store, Sample.Noon + (2 * Hour));
        Assert.Equal("0|0|2", Places());

        // Older than what the cell has, newer, of an empty cell.
        store.Commit([Open(Sample.Btc, 20_000, 8), Open(Sample.Btc, 95_000, 9), Open(Sample.Btc, 150_000, 3)]);
        Assert.Equal("3|1|1", Places());
        var late = StoredSamples.Of(_packed, SampleRows.OpenInterestKind);
        Assert.Equal([(30_000, 1.0), (30_000, 7.0), (95_000, 9.0), (150_000, 3.0)], late.Select(sample => (sample.TimeMs - Sample.Noon, sample.First!.Value)));

        StoredSamples.Pack(store, Sample.Noon + (2 * Hour));
        Assert.Equal("0|0|2", Places());
        Assert.Equal(late, StoredSamples.Of(_packed, SampleRows.OpenInterestKind));
        Assert.Equal([10.0], StoredSamples.Of(_packed, SampleRows.MarkPriceKind).Select(sample => sample.First!.Value));

        string Places() => _packed.Dump(
            "SELECT (SELECT count(*) FROM open_interest), (SELECT count(*) FROM mark_price), (SELECT count(*) FROM sample_block)");
    }

    [Fact]
    public void Of_an_hour_that_was_thinned_the_last_sample_stays_whatever_comes_late()
    {
        var options = _packed.Options with { SampleDetail = TimeSpan.FromHours(3) };
        using var store = _packed.Open(options);
        store.Commit([.. Enumerable.Range(0, 60).Select(minute => Open(Sample.Btc, minute * Minute, minute))]);
        StoredSamples.Pack(store, Sample.Noon + (2 * Hour));
        Assert.Equal(60, StoredSamples.Of(_packed, SampleRows.OpenInterestKind).Count);
        StoredSamples.Pack(store, Sample.Noon + (5 * Hour));
        Assert.Equal([59.0], Left());

        store.Commit([Open(Sample.Btc, 30 * Minute, 500)]);
        StoredSamples.Pack(store, Sample.Noon + (5 * Hour));
        Assert.Equal([59.0], Left());
        store.Commit([Open(Sample.Btc, (59 * Minute) + 5_000, 600)]);
        StoredSamples.Pack(store, Sample.Noon + (5 * Hour));
        Assert.Equal([600.0], Left());

        IEnumerable<double> Left() => StoredSamples.Of(_packed, SampleRows.OpenInterestKind).Select(sample => sample.First!.Value);
    }

    [Fact]
    public void An_hour_is_packed_when_hardly_anything_arrives_for_it_any_more()
    {
        using var store = _packed.Open();
        store.Commit([Open(Sample.Btc, 0, 1), Open(Sample.Btc, Hour, 2)]);
        StoredSamples.Pack(store, Sample.Noon + Hour + (10 * Minute) - 1);
        Assert.Equal("0", _packed.Dump("SELECT count(*) FROM sample_block"));
        StoredSamples.Pack(store, Sample.Noon + Hour + (10 * Minute));
        Assert.Equal("1", _packed.Dump("SELECT count(*) FROM sample_block"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_crash_between_any_two_steps_loses_and_doubles_nothing(int seed)
    {
        var random = new Random(seed);
        using (var store = _plain.Open())
            store.Commit(Arrivals(random));
        var expected = StoredSamples.Of(_plain, SampleRows.MarkPriceKind);
        var folder = _plain.Copy();
        for (var steps = 0; ; steps++)
        {
            using (var store = folder.Open())
            {
                var more = store.Prune(Sample.Noon + (9 * Hour));
                // The files as a crash leaves them, while the store is open.
                var crashed = folder.Copy();
                store.Dispose();
                folder.Dispose();
                folder = crashed;
                Assert.Equal(expected, StoredSamples.Of(folder, SampleRows.MarkPriceKind));
                if (!more)
                    break;
            }
        }

        Assert.Equal("0", folder.Dump("SELECT count(*) FROM mark_price"));
        folder.Dispose();
    }

    [Fact]
    public void A_damaged_block_is_no_sample_and_is_kept_as_evidence_when_it_is_written_to()
    {
        using var store = _packed.Open();
        store.Commit([Open(Sample.Btc, 0, 1), Open(Sample.Eth, 0, 2)]);
        StoredSamples.Pack(store, Sample.Noon + (2 * Hour));
        _packed.Dump("UPDATE sample_block SET samples = x'00112233445566' WHERE (id & 4294967295) = (SELECT id FROM instrument WHERE symbol = 'BTCUSDT')");
        Assert.Equal([2.0], StoredSamples.Of(_packed, SampleRows.OpenInterestKind).Select(sample => sample.First!.Value));
        using (var reader = _packed.Read())
            Assert.Equal("ETHUSDT", Assert.Single(reader.Market.OpenInterest(Sample.Between(Sample.Noon, Sample.Noon + Hour))).Symbol);

        store.Commit([Open(Sample.Btc, Minute, 3)]);
        Assert.Equal("binance|DamagedSamples|00112233445566", _packed.Dump("SELECT venue, reason, hex(frame) FROM quarantined"));
        StoredSamples.Pack(store, Sample.Noon + (2 * Hour));
        Assert.Equal([2.0, 3.0], StoredSamples.Of(_packed, SampleRows.OpenInterestKind).Select(sample => sample.First!.Value));
    }

    [Fact]
    public void Minutes_that_are_read_while_hours_are_packed_are_all_there()
    {
        using var store = _packed.Open(Options(_packed));
        using var reader = OutboxReader.Open(_packed.Path);
        store.Commit([.. Enumerable.Range(0, 180).SelectMany(minute => Contracts.Select(contract => Open(contract, minute * Minute, minute + 1)))]);
        var cells = new List<long>();
        for (long? next = Sample.Noon; next is { } minute;)
        {
            (var batch, next) = reader.ByTime(minute, 1);
            cells.AddRange(batch.OpenInterest.Select(row => row.CellMs));
            if (minute == Sample.Noon + (20 * Minute))
                StoredSamples.Pack(store, Sample.Noon + (3 * Hour));
            // Late for an hour that is packed, and ahead of what is read.
            if (minute == Sample.Noon + (70 * Minute))
                store.Commit([Open(Sample.Eth, (75 * Minute) + 1, 1_000)]);
            if (minute == Sample.Noon + (72 * Minute))
                StoredSamples.Pack(store, Sample.Noon + (3 * Hour));
            if (minute == Sample.Noon + (75 * Minute))
                Assert.Contains(batch.OpenInterest, row => row.Contracts == 1_000);
        }

        // Three contracts of crypto.
        Assert.Equal(Enumerable.Range(0, 180).SelectMany(minute => Enumerable.Repeat(Sample.Noon + (minute * Minute), 3)), cells);
    }

    private static StoreOptions Options(StoreFolder folder) =>
        folder.Options with { Destinations = ["influx"], FirstTelling = TimeSpan.FromDays(20_000) };

    private static List<StoreItem> Arrivals(Random random)
    {
        var items = new List<(long AtMs, StoreItem Item)>();
        foreach (var contract in Contracts)
        {
            var (price, coins, share) = (random.Next(1, 1_000) / 10.0, random.Next(1, 100_000) / 1_000.0, random.Next(3) == 0 ? 0.5 : 1);
            for (var minute = 0; minute < Hours * 60; minute++)
            {
                if (random.NextDouble() > share)
                    continue;
                price = Math.Round(price * (1 + ((random.NextDouble() - 0.5) / 100)), 3);
                coins = Math.Round(coins + random.NextDouble(), 3);
                var time = Sample.Noon + (minute * Minute) + random.Next(60_000);
                // One in twenty arrives hours late.
                var at = time + (random.Next(20) == 0 ? random.NextInt64(4 * Hour) : random.Next(2_000));
                items.Add((at, StoreItem.Of(new OpenInterest(contract, time, coins * 10, coins, random.Next(20) == 0 ? double.NaN : coins * price))));
                items.Add((at, StoreItem.Of(new MarkPrice(
                    contract, time, price, random.Next(20) == 0 ? null : price + 0.01, random.Next(20) == 0 ? null : 0.0001 * random.Next(5),
                    random.Next(20) == 0 ? null : ((time / (8 * Hour)) + 1) * 8 * Hour))));
            }
        }

        return [.. items.OrderBy(item => item.AtMs).Select(item => item.Item)];
    }

    private static (long FromMs, long ToMs) Span(Random random)
    {
        var from = Sample.Noon + random.NextInt64(-Hour, Hours * Hour);
        return (from, from + random.NextInt64(1, random.Next(2) == 0 ? Hours * Hour : 5 * Minute));
    }

    /// <summary>Everything that is read of samples over a span, as text.</summary>
    private static string Answers(StoreFolder folder, LiquidationFilter filter)
    {
        using var reader = folder.Read();
        var text = new StringBuilder();
        Add("open interest", reader.Market.OpenInterest(filter));
        Add("ends", reader.Market.Ends(filter));
        Add("funding", reader.Market.Funding(filter));
        foreach (var contract in Contracts)
        {
            Add("marks", reader.Market.Marks(contract.Key, filter.FromMs, filter.ToMs));
            Add("mark", [reader.Market.NewestMark(contract.Key, filter.FromMs, filter.ToMs)]);
            Add("moments", reader.Market.Marks(contract.Key, [filter.FromMs, filter.ToMs, (filter.FromMs + filter.ToMs) / 2], 10 * Minute));
            Add("movement", [reader.Market.OpenInterestMovement([contract.Key], filter.FromMs, filter.ToMs)]);
        }

        var map = reader.Market.MapSamples(filter with { Assets = ["BTC"] });
        Add("map", [map with { Steps = [], Venues = [] }]);
        Add("steps", map.Steps);
        Add("cascade", [reader.Cascades.MarketContext("BTC", filter.FromMs, filter.ToMs)]);
        using var rows = new RowWriter(ExportFormat.Csv, ExportRun.ColumnsOf(ExportKind.Oi));
        using var source = ExportRun.Open(reader, ExportKind.Oi, filter, 0);
        while (source.Next(70, rows))
        {
            text.Append(Encoding.UTF8.GetString(rows.Written.Span));
            rows.Clear();
        }

        return text.Append(Encoding.UTF8.GetString(rows.Written.Span)).ToString();

        void Add<T>(string name, IEnumerable<T> rows)
        {
            foreach (var row in rows)
                text.Append(name).Append(' ').AppendLine(FormattableString.Invariant($"{row}"));
        }
    }

    /// <summary>Everything that a destination receives.</summary>
    private static string Delivered(StoreFolder folder)
    {
        using var reader = OutboxReader.Open(folder.Path);
        var text = new StringBuilder();
        for (long? next = Sample.Noon; next is { } minute;)
        {
            (var batch, next) = reader.ByTime(minute, 50);
            Add(batch);
        }

        var state = reader.State("influx")!;
        Add(reader.ByList(0, state.Newest, int.MaxValue));
        text.AppendLine(FormattableString.Invariant($"{reader.NewestSampledMinute()}"));
        return text.ToString();

        void Add(OutboxBatch batch)
        {
            Each(batch.OpenInterest.Select(row => $"{row.Instrument.Key} {row.CellMs} {row.Contracts} {row.Base} {row.Usd}"));
            Each(batch.MarkPrices.Select(row => $"{row.Instrument.Key} {row.CellMs} {row.Mark} {row.Index} {row.FundingRate}"));
            Each(batch.OpenInterestMinutes.SelectMany(minute => minute.Assets.Select(asset => $"{asset}").Concat(minute.Venues.Select(venue => $"{venue}"))));
        }

        void Each(IEnumerable<string> lines)
        {
            foreach (var line in lines.Order(StringComparer.Ordinal))
                text.AppendLine(line);
        }
    }

    private static StoreItem Open(Instrument contract, long afterMs, double contracts) =>
        StoreItem.Of(new OpenInterest(contract, Sample.Noon + afterMs, contracts, contracts, contracts * 100));

    private static StoreItem Mark(Instrument contract, long afterMs, double mark) =>
        StoreItem.Of(new MarkPrice(contract, Sample.Noon + afterMs, mark, null, null, null));
}
