using System.Text;
using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Tests.Venues;

/// <summary>Lists of answers are found and read where they stand, a row at a time.</summary>
public sealed class JsonListTests
{
    [Theory]
    [InlineData("""[{"a":1},2,[3]]""", "", """{"a":1}|2|[3]""")]
    [InlineData("""{"code":0,"data":[{"a":[1,2]},{"b":{}}]}""", "data", """{"a":[1,2]}|{"b":{}}""")]
    [InlineData(""" { "result" : { "x":[0], "list" : [ 1 , 2 ] , "y":[9] } } """, "result.list", "1|2")]
    [InlineData("""{"markets":{"BTC":{"a":1},"ETH":{"b":[2]}}}""", "markets", """{"a":1}|{"b":[2]}""")]
    [InlineData("""{"data":[]}""", "data", "")]
    [InlineData("""{"data":[1],"data":[2,3]}""", "data", "2|3")]
    [InlineData("""{"result":{"list":[1]},"result":{}}""", "result.list", null)]
    [InlineData("""{"data":[1],"data":null}""", "data", null)]
    [InlineData("""{"other":{"data":[1]}}""", "data", null)]
    [InlineData("""{"data":"x"}""", "data", null)]
    [InlineData("""[{"data":[1]}]""", "data", null)]
    [InlineData("""{"a":1}""", "", null)]
    [InlineData("7", "", null)]
    public void The_rows_at_a_path(string body, string path, string? rows)
    {
        var list = JsonList.Open(Encoding.UTF8.GetBytes(body), path.Split('.', StringSplitOptions.RemoveEmptyEntries));
        var read = new List<string>();
        foreach (var row in list)
            read.Add(row.GetRawText());

        Assert.Equal(rows is not null, list.IsArray || list.IsObject);
        Assert.Equal(rows ?? "", string.Join('|', read));
        Assert.Equal(read.Count == 0, list.IsEmpty);
    }

    [Theory]
    [InlineData("""{"code":"0","data":[{"code":"7"}],"page":{"next":"x","of":[1,[2]]}}""", "data", """{"code":"0","data":[],"page":{"next":"x","of":[]}}""")]
    [InlineData("""{"markets":{"BTC":{}},"time":1}""", "markets", """{"markets":{},"time":1}""")]
    [InlineData("""[1,2]""", "", "[]")]
    [InlineData("""{"message":"slow down"}""", "", """{"message":"slow down"}""")]
    public void Around_the_lists_everything_can_be_read(string body, string path, string outline)
    {
        var list = JsonList.Open(Encoding.UTF8.GetBytes(body), path.Split('.', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(outline, list.Outline.GetRawText());
    }

    [Theory]
    [InlineData("""{"data":[{"a":1},{"a":2}""")]
    [InlineData("""{"data":[{"a":1},{"a":}]}""")]
    [InlineData("""{"data":[{"a":1}]} {"data":[]}""")]
    [InlineData("""{"data":[{"\u0061":1}]}""")]
    [InlineData("")]
    public void An_answer_that_is_not_whole_has_no_rows(string body) =>
        Assert.ThrowsAny<JsonException>(() => JsonList.Open(Encoding.UTF8.GetBytes(body), "data").IsEmpty);

    [Fact]
    public void Rows_and_outlines_without_end_are_refused()
    {
        var many = Encoding.UTF8.GetBytes($$"""{"data":[{{Repeated("1", 1_000_000)}}]}""");
        var longRow = Encoding.UTF8.GetBytes($$"""{"data":[[1],[{{Repeated("1", 100_001)}}]]}""");
        var wide = Encoding.UTF8.GetBytes($$"""{{{Repeated("\"a\":1", 10_001)}},"data":[]}""");

        Assert.Equal("more values than a venue lists", Refusal(many));
        Assert.Equal("more values in a row than a venue lists", Refusal(longRow));
        Assert.Equal("more values around a list than a venue sends", Refusal(wide));
    }

    /// <summary>Named are what reads answers of a few values, and the readers of rows.</summary>
    [Fact]
    public void No_reader_of_a_list_makes_a_document_of_the_whole()
    {
        string[] shortAnswers = ["HyperliquidVaults.cs", "Hyperliquid.cs", "GlobalMarket.cs", "SpotTickers.cs", "JsonElementExtensions.cs", "JsonList.cs"];
        var readers = Directory.EnumerateFiles(RepositoryFiles.Path("src", "LiqMon.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("JsonElementExtensions.Parse(", StringComparison.Ordinal) || text.Contains("JsonDocument.Parse", StringComparison.Ordinal)))
            .Select(file => Path.GetFileName(file))
            .Where(file => !file.EndsWith("Probes.cs", StringComparison.Ordinal));

        Assert.Empty(readers.Except(shortAnswers));
    }

    private static string Repeated(string value, int times) => string.Join(',', Enumerable.Repeat(value, times));

    private static string Refusal(byte[] body) => Assert.Throws<JsonException>(() =>
    {
        foreach (var row in JsonList.Open(body, "data"))
            _ = row.ValueKind;
    }).Message;
}
