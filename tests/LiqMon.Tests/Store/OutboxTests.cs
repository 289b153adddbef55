using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class OutboxTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private StoreOptions Options => _folder.Options with { Destinations = ["a"], FirstTelling = TimeSpan.Zero };

    [Fact]
    public void Without_a_destination_nothing_is_listed()
    {
        using (var store = _folder.Open())
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        Assert.Equal("0", Rows());
    }

    [Fact]
    public void Every_commit_is_listed_until_the_destination_has_been_told_and_duplicates_are_not()
    {
        using var store = _folder.Open(Options);
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Eth, Sample.Noon - 1)]);
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1)]);
        Assert.Equal("2", Rows());

        using var reader = OutboxReader.Open(_folder.Path);
        var batch = reader.ByList(0, 2, 100);
        Assert.Equal((2, 3), ((int)batch.Last, batch.Liquidations.Count));
        Assert.Equal([Sample.Noon - 1, Sample.Noon, Sample.Noon + 1], batch.Liquidations.Select(row => row.TimeMs).Order());
        Assert.Equal((1, 1), ((int)reader.ByList(0, 2, 1).Last, (int)reader.State("a")!.Newest - 1));

        store.SaveProgress(Progress(1));
        Assert.Equal("1", Rows());
        store.SaveProgress(Progress(2) with { Points = 7, Refused = [("line"u8.ToArray(), "why"), ("line"u8.ToArray(), "why")] });
        Assert.Equal("0", Rows());
        Assert.Equal((7, 1, 0), ((int)reader.State("a")!.Points, (int)reader.State("a")!.Refused, (int)reader.State("a")!.Waiting));
        Assert.Equal("line", Assert.Single(reader.Refused("a", 5)).Line);
    }

    [Fact]
    public void Numbers_go_on_after_a_restart_with_an_empty_list()
    {
        using (var store = _folder.Open(Options))
        {
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
            store.SaveProgress(Progress(1));
        }

        using (var store = _folder.Open(Options))
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1)]);
        Assert.Equal("2", _folder.Dump("SELECT max(id) FROM outbox"));
    }

    [Fact]
    public void A_list_that_grows_too_long_is_replaced_by_reading_the_tables()
    {
        using var store = _folder.Open(Options with { OutboxBytes = 100 });
        for (var i = 0; i < 50; i++)
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon + (i * 60_000))]);
        using var reader = OutboxReader.Open(_folder.Path);
        var state = reader.State("a")!;
        var listed = reader.ByList(state.Done, state.Newest, 1_000).Liquidations;
        var (tabled, next) = reader.ByTime(state.ResyncFromMs!.Value, 1_000);

        Assert.InRange(listed.Count, 1, 49);
        Assert.Null(next);
        Assert.Equal(50, tabled.Liquidations.Count);
        Assert.Equal(50, tabled.Minutes.Count);
        // What was told in the meantime does not hide that the tables have to be read from an earlier time.
        store.SaveProgress(Progress(state.Done) with { ResyncWasFromMs = null, ResyncFromMs = null });
        Assert.Equal(state.ResyncFromMs, reader.State("a")!.ResyncFromMs);
    }

    [Fact]
    public void Points_of_the_moment_that_the_list_has_no_room_for_are_counted_by_measurement()
    {
        using var store = _folder.Open(Options with { OutboxBytes = 1_000 });
        for (var i = 0; i < 5; i++)
        {
            var counts = new PointCounts();
            counts.Add("squeeze", 7);
            counts.Add("feed_health", 2);
            store.Enqueue(new byte[300], counts);
        }

        using var reader = OutboxReader.Open(_folder.Path);
        // The fourth is one too many, and takes the three before it along; the fifth waits.
        Assert.Equal([("feed_health", 8), ("squeeze", 28)], reader.Dropped().Select(lost => (lost.Measurement, lost.Points)));
        Assert.Equal(1, reader.State("a")!.Waiting);
        // What has been told is not lost when the list grows too long again.
        store.SaveProgress(Progress(reader.State("a")!.Newest));
        for (var i = 0; i < 3; i++)
            store.Enqueue(new byte[300], new PointCounts());
        Assert.Equal(36, reader.Dropped().Sum(lost => lost.Points));
    }

    [Fact]
    public void A_destination_that_stands_for_another_place_begins_anew_and_another_password_is_no_other_place()
    {
        Aimed("bucket at http://one");
        using (var reader = OutboxReader.Open(_folder.Path))
            Assert.Equal((1, null), (reader.State("a")!.Points, reader.State("a")!.ResyncFromMs));
        Aimed("bucket at http://one", told: false);
        using (var reader = OutboxReader.Open(_folder.Path))
            Assert.Equal((1, null), (reader.State("a")!.Points, reader.State("a")!.ResyncFromMs));
        Aimed("bucket at http://two", told: false);
        using (var reader = OutboxReader.Open(_folder.Path))
        {
            var state = reader.State("a")!;
            Assert.Equal((0, 0, 0), (state.Points, state.CascadeRevision, state.Waiting));
            Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - state.ResyncFromMs!.Value, 0, 60_000);
        }

        void Aimed(string target, bool told = true)
        {
            using var store = _folder.Open(Options with { Targets = new Dictionary<string, string> { ["a"] = target } });
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
            using var reader = OutboxReader.Open(_folder.Path);
            var state = reader.State("a")!;
            if (told)
                store.SaveProgress(Progress(state.Newest) with { Points = 1, CascadeRevision = 5, ResyncWasFromMs = state.ResyncFromMs, ResyncFromMs = null });
        }
    }

    [Fact]
    public void A_destination_that_is_no_longer_named_is_forgotten_and_commands_that_name_none_leave_it_as_it_is()
    {
        _folder.Open(Options).Dispose();
        using (var store = _folder.Open())
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        Assert.Equal("1", Rows());
        _folder.Open(Options with { Destinations = [] }).Dispose();
        Assert.Equal("0", Rows());
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM destination"));
    }

    [Fact]
    public void Changes_are_read_as_they_were_written()
    {
        var random = new Random(3);
        var list = new ChangeList();
        var written = Enumerable.Range(0, 1_000).Select(_ => new Change((ChangeKind)random.Next(3), random.NextInt64(long.MaxValue / 4) * (random.Next(2) == 0 ? 1 : -1), random.Next())).ToList();
        foreach (var change in written)
            list.Add(change);
        var read = new List<Change>();

        Assert.Equal(1_000, ChangeList.Read(list.Bytes, read));
        Assert.Equal(written, read);
        Assert.Equal(written.Min(change => change.TimeMs), list.OldestMs);
    }

    public void Dispose() => _folder.Dispose();

    private static DestinationProgress Progress(long done) => new() { Destination = "a", NowMs = Sample.Noon, Done = done, CascadeRevision = 0 };

    private string Rows() => _folder.Dump("SELECT count(*) FROM outbox");
}
