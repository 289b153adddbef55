using System.Net;
using System.Text;
using System.Text.Json;
using LiqMon.Api;
using LiqMon.Market;
using LiqMon.Queries;
using Microsoft.AspNetCore.Builder;

namespace LiqMon.Tests.Api;

/// <summary>A long list becomes text as its caller takes it, and is whole or visibly not.</summary>
public sealed class AnswerRowsTests
{
    private const int Rows = 100_000;

    private readonly AnswerMemory _memory = new(96 << 20);

    [Fact]
    public async Task A_list_is_written_as_it_is_taken()
    {
        var made = 0;
        var madeAtFirstWrite = 0;
        var to = new WatchedStream(() => madeAtFirstWrite = madeAtFirstWrite == 0 ? made : madeAtFirstWrite);
        using var answer = new AnswerRows<LiquidationsResult>(
            Of(Rows, row =>
            {
                made = row + 1;
                return Order(row);
            }),
            QueryJson.Default.LiquidationsResult, _memory, 0);

        await answer.SendAsync(to, CancellationToken.None);

        Assert.Equal(Rows, made);
        Assert.InRange(madeAtFirstWrite, 1, 1_000);
        Assert.InRange(to.Longest, 1, 256 << 10);
        Assert.True(to.Total > 10 << 20);
    }

    [Fact]
    public async Task It_is_the_same_text_as_one_that_is_made_whole()
    {
        using var rows = new MemoryStream();
        var value = Of(3_000, Order);
        using (var answer = new AnswerRows<LiquidationsResult>(value, QueryJson.Default.LiquidationsResult, _memory, 0))
            await answer.SendAsync(rows, CancellationToken.None);

        Assert.Equal(JsonSerializer.Serialize(value, QueryJson.Default.LiquidationsResult), Encoding.UTF8.GetString(rows.ToArray()));
    }

    [Fact]
    public async Task A_list_that_fails_midway_is_an_error_of_the_caller()
    {
        var isFailing = false;
        var value = Of(Rows, row => isFailing && row == 50_000 ? throw new InvalidOperationException("by design") : Order(row));
        await using var server = await RunningServer.StartAsync(map: (app, _, _) => app.MapGet(
            "/api/failing", () => new WholeAnswer(_memory, 1 << 20).OfRows(value, Rows, QueryJson.Default.LiquidationsResult)));

        using (var whole = await server.Http.GetAsync("/api/failing"))
            Assert.Equal(Rows, JsonDocument.Parse(await whole.Content.ReadAsStringAsync()).RootElement.GetProperty("liquidations").GetArrayLength());
        isFailing = true;
        using var cut = await server.Http.GetAsync("/api/failing", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, cut.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => cut.Content.ReadAsStringAsync());
        await Until.TrueAsync(() => _memory.Used == 0, "the memory is given back");
    }

    [Fact]
    public void Lists_beyond_the_memory_of_all_answers_are_refused()
    {
        var whole = new WholeAnswer(new AnswerMemory(20 << 20), 1 << 20);

        var first = whole.OfRows(Of(Rows, Order), Rows, QueryJson.Default.LiquidationsResult);
        var second = whole.OfRows(Of(Rows, Order), Rows, QueryJson.Default.LiquidationsResult);
        ((AnswerResult)first).Dispose();
        var third = whole.OfRows(Of(Rows, Order), Rows, QueryJson.Default.LiquidationsResult);

        Assert.IsNotType<AnswerResult>(second);
        Assert.IsType<AnswerResult>(third);
    }

    private static LiquidationsResult Of(int rows, Func<int, LiquidationResult> row) => new()
    {
        Asset = "BTC",
        From = DateTimeOffset.UnixEpoch,
        To = DateTimeOffset.UnixEpoch.AddDays(1),
        MinUsd = 0,
        More = false,
        Floor = true,
        Covered = 1,
        LeastCovered = null,
        Coverage = [],
        Deficits = [],
        Liquidations = new MappedRows<int, LiquidationResult>([.. Enumerable.Range(0, rows)], rows, row),
    };

    private static LiquidationResult Order(int row) => new()
    {
        Time = DateTimeOffset.UnixEpoch.AddSeconds(row),
        Venue = "binance",
        Symbol = "BTCUSDT",
        Asset = "BTC",
        Side = LiquidatedSide.Long,
        Margin = MarginKind.Linear,
        Usd = row,
        Price = 100.5,
        PriceKind = PriceKind.Fill,
        Base = 1,
        Contracts = 1,
        Received = DateTimeOffset.UnixEpoch,
        Id = "0123456789abcdef",
    };

    /// <summary>Counts what is written.</summary>
    private sealed class WatchedStream(Action written) : MemoryStream
    {
        public int Longest { get; private set; }

        public long Total { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written();
            (Longest, Total) = (Math.Max(Longest, buffer.Length), Total + buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
