using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Api;

/// <summary>Lists that are read in parts have the rows of the whole list, each once and in order.</summary>
public sealed class CursorTests
{
    [Theory]
    [InlineData("liquidations", "window=7d", "id", 1)]
    [InlineData("liquidations", "window=7d", "id", 3)]
    [InlineData("liquidations", "from=2026-11-20&to=2026-11-20T11:50Z&side=short", "id", 2)]
    [InlineData("liquidations", "window=24h&min_usd=100&asset=BTC", "id", 2)]
    [InlineData("cascades", "window=7d", "start", 4)]
    [InlineData("cascades", "window=7d&side=long", "start", 7)]
    public async Task Parts_have_all_rows_of_the_whole(string list, string query, string identity, int limit)
    {
        await using var server = await RunningServer.StartAsync();
        server.Store.Write(store => CascadesOfAWeek.Write(store, 25, 0.01));
        // Seven orders of one millisecond, of two contracts: their identities are their dollars.
        for (var at = 1; at <= 7; at++)
            server.Store.Add(at % 2 == 0 ? "BTCUSDT" : "ETHUSDT", at % 2 == 0 ? "BTC" : "ETH", LiquidatedSide.Short, "2026-11-20T11:30:00.123Z", "96000.5", at * 100_000_000);

        var whole = Rows(await AnswerAsync(server, $"/api/{list}?{query}"), list, identity);
        List<string> parts = [];
        string? cursor = null;
        var answers = 0;
        do
        {
            var answer = await AnswerAsync(server, $"/api/{list}?{query}&limit={limit}" + (cursor is null ? "" : $"&cursor={cursor}"));
            var rows = Rows(answer, list, identity);
            Assert.InRange(rows.Count, 1, limit);
            parts.AddRange(rows);
            cursor = answer["next"]?.GetValue<string>();
            Assert.Equal(cursor is not null, answer["more"]!.GetValue<bool>());
            answers++;
        }
        while (cursor is not null);

        Assert.Equal(whole, parts);
        Assert.True(answers > 2, $"{answers} answers");
    }

    [Fact]
    public async Task The_span_stays_that_of_the_first_part_while_time_goes_on()
    {
        var now = FixedTime.Noon.GetUtcNow();
        using var store = new SampleStore();
        var answers = new StoreQueries(() => LiqMon.Store.StoreReader.Open(store.Directory), KnownVenues.Of(_ => true));
        var first = answers.Liquidations(Read(new RawQuery { Window = "61m", Limit = "1" }, now));

        // An hour later the window alone would have nothing of this.
        var rest = answers.Liquidations(Read(new RawQuery { Window = "61m", Limit = "9", Cursor = first.Next }, now.AddHours(1)));

        Assert.Equal((first.From, first.To), (rest.From, rest.To));
        Assert.Equal(2, rest.Liquidations.Count);
        Assert.Equal(now.AddMinutes(-60), rest.Liquidations[^1].Time);
    }

    [Fact]
    public async Task The_command_line_reads_parts_too()
    {
        using var store = new SampleStore();
        var first = await CliRun.Of("liquidations", "--limit", "1", "--format", "json", "--data", store.Directory);
        var next = JsonNode.Parse(first.Out)!["next"]!.GetValue<string>();
        Assert.Contains($"--cursor {next}", first.Error, StringComparison.Ordinal);

        var second = await CliRun.Of("liquidations", "--limit", "5", "--cursor", next, "--format", "json", "--data", store.Directory);

        Assert.Equal(0, second.Code);
        Assert.Equal(2, JsonNode.Parse(second.Out)!["liquidations"]!.AsArray().Count);
        Assert.Null(JsonNode.Parse(second.Out)!["next"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("d3wxfDJ8M3w0")]
    [InlineData("d3wtMXwyfDN8NHxh")]
    [InlineData("d3w5OTk5OTk5OTk5OTk5OTk5OTk5OXwyfDN8NHxh")]
    public void What_is_no_cursor_is_refused(string text) => Assert.Null(ListCursor.TryRead(text));

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        var cursor = new ListCursor(true, 1, 1_795_000_000_007, 1_795_000_000_000, 3, "A|B,C|ä");

        Assert.Equal(cursor, ListCursor.TryRead(cursor.ToString()));
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor.ToString());
    }

    private static SpanQuery Read(RawQuery text, DateTimeOffset now) =>
        new QueryParser(KnownVenues.Of(_ => true), name => name).Read(text, [], now) ?? throw new InvalidOperationException("The query is wrong.");

    private static async Task<JsonNode> AnswerAsync(RunningServer server, string path) => JsonNode.Parse(await server.Http.GetStringAsync(path))!;

    private static List<string> Rows(JsonNode answer, string list, string identity) =>
        [.. answer[list]!.AsArray().Select(row => $"{row!["time"]} {row["asset"]} {row[identity]}")];
}
