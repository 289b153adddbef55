using System.Diagnostics;
using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Benchmarks.Disk;

/// <summary>
/// What samples weigh and cost on the disk: a span of all contracts' samples is committed in the rhythm in which they arrive, and
/// packed meanwhile as <c>run</c> does.
/// </summary>
internal static class DiskDays
{
    private const long MinuteMs = 60_000;
    private const int StreamedCommits = 30;

    internal static void Fill(string folder, int contracts, double hours, bool isPacked, bool isHeld)
    {
        var market = new SampledMarket(contracts);
        var random = new Random(3);
        var startMs = FullStore.Monday.ToUnixTimeMilliseconds();
        var options = new StoreOptions { DataDirectory = folder, ReserveBytes = 0 };
        using var store = EventStore.Open(options, TimeProvider.System);
        var before = Written();
        var (commits, committing, pruning, steps, longest) = (0, TimeSpan.Zero, TimeSpan.Zero, 0, TimeSpan.Zero);
        var minutes = (int)(hours * 60);
        // The last reading of a cell is passed on when the next cell begins.
        var held = new (OpenInterest, MarkPrice)[market.Contracts];
        for (var minute = 0; minute < minutes; minute++)
        {
            var minuteMs = startMs + (minute * MinuteMs);
            var batches = new SortedDictionary<int, List<StoreItem>>();
            for (var contract = 0; contract < market.Contracts; contract++)
            {
                var (openInterest, mark) = market.Move(contract, minuteMs);
                // Streams begin the minute together, a venue's poll brings all of its contracts at once.
                var isStreamed = contract % 5 < 2;
                var number = isStreamed ? random.Next(StreamedCommits) : StreamedCommits + (market.Instrument(contract).Venue.GetHashCode(StringComparison.Ordinal) & 31);
                if (!batches.TryGetValue(number, out var batch))
                    batches.Add(number, batch = []);
                if (minute > 0)
                    Add(batch, held[contract]);
                if (isStreamed)
                    Add(batch, (openInterest with { TimeMs = minuteMs + random.Next(3_000) }, mark with { TimeMs = minuteMs + random.Next(3_000) }));
                held[contract] = (openInterest, mark);
            }

            // As the loop of commits holds samples: four times a minute those of all venues that have come.
            foreach (var batch in batches.GroupBy(pair => isHeld ? pair.Key < StreamedCommits ? 0 : 1 + (pair.Key % 3) : pair.Key, pair => pair.Value)
                .OrderBy(group => group.Key).SelectMany(group => Joined(group)))
            {
                var started = Stopwatch.GetTimestamp();
                store.Commit(batch);
                committing += Stopwatch.GetElapsedTime(started);
                commits++;
            }

            for (var more = isPacked; more; steps++)
            {
                var started = Stopwatch.GetTimestamp();
                more = store.Prune(minuteMs + MinuteMs);
                var took = Stopwatch.GetElapsedTime(started);
                (pruning, longest) = (pruning + took, took > longest ? took : longest);
            }
        }

        var written = Written() - before;
        var days = hours / 24;
        Say($"{market.Contracts:N0} contracts, {hours} h, {(isPacked ? "packed" : "rows")}, {(isHeld ? "held" : "as they come")}: {commits:N0} commits in {committing.TotalSeconds:F1} s, {steps:N0} steps of packing in {pruning.TotalSeconds:F1} s, the longest {longest.TotalMilliseconds:F0} ms");
        Say($"written: {written / 1e6:F0} MB, {written / 1e9 / days / market.Contracts * 7_236:F1} GB a day with 7,236 contracts");
        Weigh(folder, market.Contracts);
    }

    /// <summary>Prints what tables weigh.</summary>
    internal static void Weigh(string folder, int contracts)
    {
        using var reader = StoreReader.Open(folder);
        var database = reader.Connection;
        var pageBytes = database.Scalar("PRAGMA page_size")!.Value;
        var (pages, free) = (database.Scalar("PRAGMA page_count")!.Value, database.Scalar("PRAGMA freelist_count")!.Value);
        Say($"file: {pages * pageBytes / 1e6:F1} MB, of which {free * pageBytes / 1e6:F1} MB are free");
        var (blocks, bytes) = (database.Scalar("SELECT count(*) FROM sample_block")!.Value, database.Scalar("SELECT coalesce(sum(length(samples)), 0) FROM sample_block")!.Value);
        if (blocks > 0)
            Say($"{blocks:N0} blocks of {(double)bytes / blocks:F0} B: {(bytes + (16 * blocks)) / (double)blocks / 60:F2} B a contract and minute with their keys, {(bytes + (16.0 * blocks)) / blocks * 24 * 7_236 / 1e6:F1} MB a day with 7,236 contracts");
        var rows = database.Scalar("SELECT (SELECT count(*) FROM open_interest) + (SELECT count(*) FROM mark_price)")!.Value;
        Say($"{rows:N0} rows of {contracts:N0} contracts");
    }

    /// <summary>Prints how long questions take.</summary>
    internal static void Ask(string folder)
    {
        using var reader = StoreReader.Open(folder);
        var newest = reader.InSnapshot(() => new SampleReader(reader.Connection).LastMinute(SampleRows.OpenInterestKind, 0, long.MaxValue))!.Value;
        foreach (var (name, hours) in ((string, double)[])[("the newest hours", 0), ("hours ago", 3)])
        {
            var toMs = newest - (long)(hours * 3_600_000);
            var day = new LiquidationFilter { FromMs = toMs - 86_400_000, ToMs = toMs };
            Time($"oi, 24 h, all, {name}", () => reader.Market.OpenInterest(day));
            Time($"oi, 24 h, BTC, {name}", () => reader.Market.OpenInterest(day with { Assets = ["BTC"] }));
            Time($"ends, 24 h, all, {name}", () => reader.Market.Ends(day));
            Time($"ends, 24 h, BTC, {name}", () => reader.Market.Ends(day with { Assets = ["BTC"] }));
            Time($"funding, 24 h, all, {name}", () => reader.Market.Funding(day));
            Time($"map, 24 h, BTC, {name}", () => reader.Market.MapSamples(day with { Assets = ["BTC"] }));
            using var outbox = OutboxReader.Over(reader);
            Time($"100 minutes for a destination, {name}", () =>
            {
                for (long? next = toMs - (200 * MinuteMs); next < toMs - (100 * MinuteMs);)
                    (_, next) = outbox.ByTime(next.Value, 1);
            });
        }
    }

    private static void Time(string name, Action ask)
    {
        ask();
        var took = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var started = Stopwatch.GetTimestamp();
            ask();
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        Say($"{name}: {took.Min():F1} ms");
    }

    private static IEnumerable<StoreItem[]> Joined(IEnumerable<List<StoreItem>> batches) => batches.SelectMany(batch => batch)
        .OrderBy(item => item.Payload is OpenInterest sample ? sample.Instrument.Venue : ((MarkPrice)item.Payload!).Instrument.Venue, StringComparer.Ordinal)
        .Chunk(CommitLoop.MaxBatch);

    private static void Add(List<StoreItem> batch, (OpenInterest OpenInterest, MarkPrice Mark) samples)
    {
        batch.Add(StoreItem.Of(samples.OpenInterest));
        batch.Add(StoreItem.Of(samples.Mark));
    }

    /// <summary>Bytes that this process has sent to the disk.</summary>
    private static long Written() => File.ReadLines("/proc/self/io").Select(static line => line.Split(' '))
        .Where(static parts => parts[0] == "write_bytes:").Select(static parts => long.Parse(parts[1], CultureInfo.InvariantCulture)).Single();

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
