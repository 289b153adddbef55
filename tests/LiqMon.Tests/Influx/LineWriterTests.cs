using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

[Collection(InfluxCollection.Name)]
public sealed class LineWriterTests(InfluxFixture fixture)
{
    private readonly ArrayBufferWriter<byte> _output = new();

    [Fact]
    public void A_point_looks_as_the_protocol_wants_it()
    {
        var writer = new LineWriter(_output);
        writer.Begin("a b,c");
        writer.Tag("k=1", "v 1,2=3\\4");
        writer.Number("x", 0.1);
        writer.Number("nothing", null);
        writer.Number("not a number", double.NaN);
        writer.Count("n", -7);
        writer.Text("s", "say \"no\" \\");

        Assert.Equal(LineFault.None, writer.End(1_795_176_000_000_000_001));
        Assert.Equal(
            "a\\ b\\,c,k\\=1=v\\ 1\\,2\\=3\\4 x=0.1,n=-7i,s=\"say \\\"no\\\" \\\\\" 1795176000000000001\n",
            Encoding.UTF8.GetString(_output.WrittenSpan));
    }

    [Theory]
    [InlineData("", LineFault.Empty)]
    [InlineData("BAD\\", LineFault.TrailingBackslash)]
    [InlineData("two\nlines", LineFault.ControlCharacter)]
    [InlineData("nul\0", LineFault.ControlCharacter)]
    public void What_the_protocol_cannot_carry_is_refused_and_leaves_nothing(string value, LineFault expected)
    {
        var writer = new LineWriter(_output);
        writer.Begin("m");
        writer.Tag("symbol", value);
        writer.Number("x", 1);
        Assert.Equal(expected, writer.End(1));
        writer.Begin("m");
        writer.Number("x", 1);
        Assert.Equal(LineFault.None, writer.End(1));

        Assert.Equal("m x=1 1\n", Encoding.UTF8.GetString(_output.WrittenSpan));
        Assert.Equal(1, writer.Points);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        var writer = new LineWriter(_output);
        writer.Begin("m");
        writer.Tag("symbol", "half \ud83d");
        writer.Number("x", 1);
        Assert.Equal(LineFault.NotText, writer.End(1));
    }

    [Fact]
    public void A_point_needs_a_field_a_key_of_bearable_length_and_a_time_that_fits()
    {
        var writer = new LineWriter(_output);
        writer.Begin("m");
        writer.Number("x", double.PositiveInfinity);
        Assert.Equal(LineFault.NoFields, writer.End(1));
        writer.Begin("m");
        writer.Tag("t", new string('x', LineWriter.MaxKeyBytes));
        writer.Number("x", 1);
        Assert.Equal(LineFault.TooLong, writer.End(1));
        writer.Begin("m");
        writer.Number("x", 1);
        Assert.Equal(LineFault.Time, writer.End(long.MaxValue));
        writer.Begin("#m");
        writer.Number("x", 1);
        Assert.Equal(LineFault.Comment, writer.End(1));
        Assert.Equal(0, _output.WrittenCount);
    }

    [Fact]
    public void Another_reader_reads_what_was_written() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000),
        Prop.ForAll(Points.ToArbitrary(), point =>
        {
            var output = new ArrayBufferWriter<byte>();
            if (Write(point, output) == LineFault.None)
                AssertSame(point, LineParser.Parse(output.WrittenSpan).Single());
            else
                Assert.Equal(0, output.WrittenCount);
        }));

    [InfluxFact]
    public async Task InfluxDB_reads_what_was_written()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        string[] texts = ["a b", "a,b", "a=b", "a\\b", "a\\,b", "a\\\\b", "\"", "é漢🚀", "\\ x", "-", "'", "{}", "%"];
        var output = new ArrayBufferWriter<byte>();
        var writer = new LineWriter(output);
        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            writer.Begin("m m,=");
            writer.Tag("t=,", text);
            writer.Number("x", 1e-300 * i);
            writer.Count("n", long.MaxValue - i);
            writer.Text("s", text + "\\");
            Assert.Equal(LineFault.None, writer.End(i));
        }

        Assert.Equal((204, ""), await fixture.Server.WriteAsync(database, Encoding.UTF8.GetString(output.WrittenSpan)));

        var rows = await fixture.Server.QueryAsync(database, "SELECT \"t=,\", n, s, x FROM \"m m,=\"");
        Assert.Equal(texts, rows.Select(row => row[1]));
        Assert.Equal(texts.Select(text => text + "\\"), rows.Select(row => row[3]));
        Assert.Equal(texts.Select((_, i) => (long.MaxValue - i).ToString(CultureInfo.InvariantCulture)), rows.Select(row => row[2]));
        Assert.Equal(texts.Select((_, i) => 1e-300 * i), rows.Select(row => double.Parse(row[4], CultureInfo.InvariantCulture)));
    }

    private static Gen<string> Text => Gen.OneOf(
        Gen.Elements(",", "=", " ", "\\", "\"", "\\,", "\\=", "\\ ", "\\\\", "a", "BTCUSDT", "é", "漢", "🚀", "\n", "#", "i", "1").ListOf(6).Select(parts => string.Concat(parts)),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null));

    private static Gen<Point> Points =>
        from measurement in Text
        from tags in Gen.Zip(Text, Text).ListOf(3)
        from number in ArbMap.Default.GeneratorFor<double>()
        from count in ArbMap.Default.GeneratorFor<long>()
        from text in Text
        from time in ArbMap.Default.GeneratorFor<long>()
        select new Point(measurement, [.. tags], number, count, text, time);

    private static LineFault Write(Point point, ArrayBufferWriter<byte> output)
    {
        var writer = new LineWriter(output);
        writer.Begin(point.Measurement);
        foreach (var (key, value) in point.Tags)
            writer.Tag(key, value);
        writer.Number("number", point.Number);
        writer.Count("count", point.Count);
        writer.Text("text", point.Text);
        return writer.End(point.TimeNs);
    }

    private static void AssertSame(Point point, ParsedPoint read)
    {
        Assert.Equal(point.Measurement, read.Measurement);
        Assert.Equal(point.Tags, read.Tags);
        Assert.Equal(double.IsFinite(point.Number) ? point.Number : null, read.Field("number"));
        Assert.Equal(point.Count, read.Field("count"));
        Assert.Equal(point.Text, read.Field("text"));
        Assert.Equal(point.TimeNs, read.TimeNs);
    }

    private sealed record Point(string Measurement, (string Key, string Value)[] Tags, double Number, long Count, string Text, long TimeNs)
    {
        public override string ToString() => $"{Measurement} [{string.Join("; ", Tags)}] {Number:R} {Count} '{Text}' {TimeNs}";
    }
}
