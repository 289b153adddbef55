using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Recordings;

namespace LiqMon.Tests.Recordings;

public sealed class RecordingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("frames.jsonl")]
    [InlineData("frames.jsonl.gz")]
    public async Task What_is_written_is_read_back_byte_for_byte(string name)
    {
        var path = Path.Combine(_folder, name);
        var frames = new (string Channel, byte[] Bytes)[]
        {
            ("ws", "{\"a\":\"\\u00e9 é <>&'\\\"\"}"u8.ToArray()),
            ("rest:instruments", "[1,\n2]"u8.ToArray()),
            ("ws", [0xff, 0xfe, 0x00, 0x7b]),
            ("ws", []),
        };
        using (var writer = new RecordingWriter(path))
        {
            foreach (var (channel, bytes) in frames)
                writer.Write(1_794_000_000_123, "okx", channel, null, bytes);
            Assert.Equal(frames.Length, writer.Frames);
        }

        var read = await ReadAll(path);
        Assert.Equal(frames.Length, read.Count);
        foreach (var (frame, expected) in read.Zip(frames))
        {
            Assert.Equal((1_794_000_000_123, "okx", expected.Channel), (frame.ReceivedMs, frame.Venue, frame.Channel));
            Assert.Equal(expected.Bytes, frame.Frame.ToArray());
        }

        Assert.Equal("instruments", read[1].RestName);
        Assert.Null(read[0].RestName);
    }

    [Fact]
    public void Any_bytes_survive() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
            using (var writer = new RecordingWriter(path))
                writer.Write(1_794_000_000_123, "bybit", "ws", null, bytes);
            return RecordingReader.Parse(File.ReadAllLines(path).Single()).Frame.Span.SequenceEqual(bytes);
        }));

    [Fact]
    public async Task The_format_is_the_documented_one()
    {
        var path = Path.Combine(_folder, "frames.jsonl");
        using (var writer = new RecordingWriter(path))
            writer.Write(1_794_000_000_123, "okx", "ws", new("public-1", 7), "{\"x\":1}"u8);
        Assert.Equal(
            "{\"received\":\"2026-11-06T21:20:00.123Z\",\"venue\":\"okx\",\"channel\":\"ws\",\"feed\":\"public-1\",\"connection\":7,\"frame\":\"{\\\"x\\\":1}\"}\n",
            await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("{\"e\":\"forceOrder\"}")]
    [InlineData("{\"received\":5}")]
    [InlineData("{\"received\":\"2026-11-06T21:20:00.123Z\",\"cha")]
    [InlineData("pong")]
    public void A_line_that_is_no_recorded_frame_is_a_bare_one(string line)
    {
        var frame = RecordingReader.Parse(line);
        Assert.Null(frame.ReceivedMs);
        Assert.Equal(line, Encoding.UTF8.GetString(frame.Frame.Span));
    }

    [Fact]
    public async Task Gzip_is_known_by_its_content()
    {
        var path = Path.Combine(_folder, "frames.jsonl");
        await using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await zip.WriteAsync("pong\n\nping\n"u8.ToArray());
        Assert.Equal(["pong", "ping"], (await ReadAll(path)).Select(frame => Encoding.UTF8.GetString(frame.Frame.Span)));
    }

    [Fact]
    public void An_existing_recording_is_not_overwritten()
    {
        var path = Path.Combine(_folder, "frames.jsonl");
        File.WriteAllText(path, "precious");
        Assert.Throws<IOException>(() => new RecordingWriter(path));
        Assert.Equal("precious", File.ReadAllText(path));
    }

    private static async Task<List<RecordedFrame>> ReadAll(string path)
    {
        var frames = new List<RecordedFrame>();
        await foreach (var frame in RecordingReader.ReadAsync(path))
            frames.Add(frame);
        return frames;
    }
}
