using System.Buffers.Binary;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Xunit.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Torture;

/// <summary>One changed byte in the files of a store: what is found, and what is lost. <c>LIQMON_TEST_SEED</c> draws others.</summary>
public sealed class FlippedByteTests(ITestOutputHelper output) : IDisposable
{
    private const int Commits = 60;
    private const int OrdersOfCommit = 20;
    private const int PageBytes = 4_096;
    private const int FlipsOfPage = 8;
    private const long StepMs = 60_000;
    private const int LogFlips = 200;
    private const int WalHeader = 32;
    private const int FrameHeader = 24;

    // Always the same ones, unless others are wanted: a flip in the letter of a name or in an order's side would not be found.
    private static readonly int Seed = Steering.Number("LIQMON_TEST_SEED", 1);

    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly Random _random = new(Seed);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_changed_byte_of_the_database_is_found_or_changes_no_total()
    {
        using (var store = _folder.Open())
            Fill(store);
        var whole = Totals(_folder);
        var bytes = File.ReadAllBytes(PathOf(_folder));
        var (found, harmless, silent) = (0, 0, new List<string>());
        for (var page = 0; page < bytes.Length / PageBytes; page++)
        {
            for (var flip = 0; flip < FlipsOfPage; flip++)
            {
                var at = (page * PageBytes) + _random.Next(PageBytes);
                var bit = (byte)(1 << _random.Next(8));
                using var damaged = Flipped(at, bit);
                if (Finding(damaged) is { } finding)
                {
                    found++;
                    Assert.NotEmpty(finding);
                }
                else if (Totals(damaged).SequenceEqual(whole))
                {
                    harmless++;
                }
                else
                {
                    silent.Add($"byte {at}, bit {bit} (page {page + 1})");
                }
            }
        }

        output.WriteLine($"seed {Seed}: {found} found, {harmless} in what no total uses, {silent.Count} changed a total and were not found");
        Assert.True(silent.Count == 0, $"seed {Seed}: {silent.Count} changed a total unnoticed:\n" + string.Join('\n', silent));
        Assert.True(found > 0 && harmless > 0);
    }

    [Fact]
    public void One_changed_byte_of_the_log_costs_what_was_committed_from_there_on_and_that_is_a_gap()
    {
        using var store = _folder.Open();
        Fill(store);
        var log = LogBytes();
        var ends = CommitEnds(log);
        // Making the tables takes commits too.
        var unnumbered = ends.Count - (int)store.Sequence;
        var lost = 0;
        for (var flip = 0; flip < LogFlips; flip++)
        {
            var at = flip == 0 ? _random.Next(WalHeader) : _random.Next(log.Length);
            using var damaged = Flipped(at, (byte)(1 << _random.Next(8)), "-wal");
            var kept = Math.Max(0, ends.Count(end => end <= at) - unnumbered);
            using (var opened = damaged.Open())
                Assert.Equal(kept, opened.Sequence);
            AssertHolds(damaged, Math.Max(0, kept - 1));
            lost += (int)store.Sequence - kept;
        }

        output.WriteLine($"seed {Seed}: {LogFlips} flips cost {lost} commits of {LogFlips * store.Sequence}");
        Assert.True(lost > 0);
    }

    private static string PathOf(StoreFolder folder, string suffix = "") => Path.Combine(folder.Path, EventStore.FileName + suffix);

    private StoreFolder Flipped(int at, byte bit, string suffix = "")
    {
        var copy = _folder.Copy(isFast: true);
        using var file = new FileStream(PathOf(copy, suffix), FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ bit));
        return copy;
    }

    /// <summary>What opening the store, or doctor's checks of it, find wrong; null for nothing.</summary>
    private static string? Finding(StoreFolder folder)
    {
        try
        {
            using (folder.Open())
            {
                // Opening is what run does first.
            }

            using var reader = folder.Read();
            return reader.State.Damage(CancellationToken.None) ?? reader.State.Discrepancy(CancellationToken.None)?.ToString();
        }
        catch (StoreException failure)
        {
            return failure.Message;
        }
    }

    private static List<string> Totals(StoreFolder folder)
    {
        using var reader = folder.Read();
        return
        [
            .. from grouping in (Grouping[])[Grouping.Asset, Grouping.Venue, Grouping.Hour]
               from total in reader.Liquidations.Totals(Sample.Between(Sample.Noon - 86_400_000, Sample.Noon + 86_400_000) with { IncludeTraditional = true }, grouping)
               select $"{total.Group} {total.LongOrders} {total.LongMicroUsd} {total.ShortOrders} {total.ShortMicroUsd}",
        ];
    }

    /// <summary>The first commits are whole, and the span of the others is not covered.</summary>
    private static void AssertHolds(StoreFolder folder, int commits)
    {
        using var reader = folder.Read();
        Assert.Null(reader.State.Damage(CancellationToken.None));
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));
        var (endMs, lastMs) = (Sample.Noon + (commits * StepMs), Sample.Noon + (Commits * StepMs));
        var totals = reader.Liquidations.Totals(Sample.Between(0, 4_000_000_000_000));
        Assert.Equal(commits * OrdersOfCommit, totals.LongOrders + totals.ShortOrders);
        if (commits > 0)
            Assert.Equal(1, reader.Coverage.OfVenues(["binance"], Sample.Noon, endMs, lastMs).Single().Share);
        if (commits < Commits)
            Assert.Equal(0, reader.Coverage.OfVenues(["binance"], endMs, lastMs, lastMs).Single().Share);
    }

    private byte[] LogBytes()
    {
        using var file = new FileStream(PathOf(_folder, "-wal"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Where each commit of the log ends: behind the frame that says how large the database is with it.</summary>
    private static List<int> CommitEnds(byte[] log) =>
    [
        .. from at in Enumerable.Range(0, (log.Length - WalHeader) / (FrameHeader + PageBytes)).Select(frame => WalHeader + (frame * (FrameHeader + PageBytes)))
           where BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(at + 4)) > 0
           select at + FrameHeader + PageBytes,
    ];

    /// <summary>A commit a minute: orders, and that the venue was covered until then.</summary>
    private static void Fill(EventStore store)
    {
        Instrument[] contracts = [Sample.Btc, Sample.Eth, Sample.Contract("binance", "SOLUSDT", "SOL")];
        store.Commit([StoreItem.Of(new ListedInstruments("binance", contracts))]);
        for (var commit = 0; commit < Commits; commit++)
        {
            var fromMs = Sample.Noon + (commit * StepMs);
            var span = StoreItem.Of(new CoveredSpan("binance", "linear", Sample.Noon, fromMs + StepMs));
            store.Commit([.. Enumerable.Range(0, OrdersOfCommit).Select(i => Sample.Item(contracts[i % 3], fromMs + (i * 1_000), price: 100 + commit, side: (LiquidatedSide)(i % 2))), span]);
        }
    }
}
