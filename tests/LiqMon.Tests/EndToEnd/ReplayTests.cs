using System.Text.Json;
using LiqMon.Recordings;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Recorded frames give what live ones gave, in any order and however often.</summary>
public sealed class ReplayTests(RecordedMarket market) : IClassFixture<RecordedMarket>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_gives_what_was_sent_and_a_second_time_nothing_more()
    {
        var data = Path.Combine(_folder, "data");
        var first = await ReplayAsync(data, market.Recording);
        Assert.Equal(market.Sent, Books.OfStore(data));
        Assert.Equal(Books.Orders(market.Sent), first.GetProperty("stored").GetInt64());
        Assert.Equal(
            first.GetProperty("frames").GetInt64(),
            first.GetProperty("frames_by_kind").EnumerateObject().Sum(kind => kind.Value.GetInt64()));
        Assert.Empty(first.GetProperty("skipped").EnumerateObject());

        var second = await ReplayAsync(data, market.Recording);
        Assert.Equal(market.Sent, Books.OfStore(data));
        Assert.Equal((0, Books.Orders(market.Sent)), (second.GetProperty("stored").GetInt64(), second.GetProperty("duplicates").GetInt64()));
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    public async Task Shuffled_and_duplicated_frames_give_the_same_totals(int seed)
    {
        var frames = await FramesAsync();
        // Contracts first, as every recording has them; then the frames in any order, some of them again.
        var random = new Random(seed);
        var instruments = frames.Where(IsInstruments).ToList();
        var rest = frames.Where(frame => !IsInstruments(frame)).ToArray();
        rest = [.. rest, .. rest.Where(_ => random.Next(3) == 0)];
        random.Shuffle(rest);
        var shuffled = Path.Combine(_folder, $"shuffled-{seed}.jsonl");
        Write(shuffled, instruments.Concat(rest));

        var data = Path.Combine(_folder, $"data-{seed}");
        await ReplayAsync(data, shuffled);
        Assert.Equal(market.Sent, Books.OfStore(data));
    }

    [Fact]
    public async Task Frames_before_their_contracts_wait_and_are_valued_then()
    {
        var frames = await FramesAsync();
        var late = Path.Combine(_folder, "late.jsonl");
        Write(late, frames.Where(frame => !IsInstruments(frame)).Concat(frames.Where(IsInstruments)));
        var data = Path.Combine(_folder, "data");
        var summary = await ReplayAsync(data, late);
        Assert.Equal(market.Sent, Books.OfStore(data));
        Assert.Equal(Books.Orders(market.Sent), summary.GetProperty("pending_valued").GetInt64());
    }

    [Fact]
    public async Task Bare_frames_without_a_venue_are_refused_with_advice()
    {
        var bare = Path.Combine(_folder, "bare.jsonl");
        await File.WriteAllTextAsync(bare, "{\"topic\":\"allLiquidation.BTCUSDT\"}\n");
        var run = await CliRun.Of("replay", bare, "--data", Path.Combine(_folder, "data"));
        Assert.Equal(3, run.Code);
        Assert.Contains("--venue", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_cut_or_damaged_is_said_so()
    {
        var missing = await CliRun.Of("replay", Path.Combine(_folder, "none.jsonl"), "--data", _folder);
        Assert.Equal((1, true), (missing.Code, missing.Error.Contains("there is no file", StringComparison.Ordinal)));
        var bytes = await File.ReadAllBytesAsync(market.Recording);
        var torn = Path.Combine(_folder, "torn.jsonl.gz");
        await File.WriteAllBytesAsync(torn, bytes[..(bytes.Length / 2)]);
        // What stands before the cut is taken; the line the cut goes through is counted.
        var cut = await ReplayAsync(Path.Combine(_folder, "data"), torn);
        Assert.InRange(cut.GetProperty("stored").GetInt64(), 1, Books.Orders(market.Sent) - 1);
        Assert.Equal(1, cut.GetProperty("without_venue").GetInt64());
        await File.WriteAllBytesAsync(torn, [.. bytes[..100], .. new byte[100], .. bytes[200..]]);
        var damaged = await CliRun.Of("replay", torn, "--data", Path.Combine(_folder, "damaged"));
        Assert.Equal(1, damaged.Code);
        Assert.StartsWith("liqmon:", damaged.Error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReplayAsync(string data, string file)
    {
        var run = await CliRun.Of("replay", file, "--data", data, "--format", "json");
        Assert.True(run.Code == 0, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        return document.RootElement.Clone();
    }

    private async Task<List<RecordedFrame>> FramesAsync()
    {
        var frames = new List<RecordedFrame>();
        await foreach (var frame in RecordingReader.ReadAsync(market.Recording))
            frames.Add(frame);
        Assert.Contains(frames, IsInstruments);
        return frames;
    }

    private static bool IsInstruments(RecordedFrame frame) =>
        frame.RestName?.StartsWith("instruments", StringComparison.Ordinal) == true;

    private static void Write(string path, IEnumerable<RecordedFrame> frames)
    {
        using var writer = new RecordingWriter(path);
        foreach (var frame in frames)
            writer.Write(frame.ReceivedMs!.Value, frame.Venue!, frame.Channel, frame.Feed is { } feed ? new(feed, frame.Connection) : null, frame.Frame.Span);
    }
}
