using System.Net;
using System.Text.Json;
using LiqMon.Api;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using Microsoft.Data.Sqlite;

namespace LiqMon.Tests.Api;

/// <summary>Large questions hold nobody up, and an answer is whole or an error.</summary>
public sealed class LaneTests
{
    [Fact]
    public async Task Fifty_months_by_hour_do_not_hold_up_a_minute()
    {
        await using var server = await RunningServer.StartAsync();
        Fill(server.Store);
        // Each is another question: the same one would be asked only once.
        var large = Enumerable.Range(0, 50).Select(i => GetAsync(server.Http, $"/api/squeeze?window={720 - i}h&by=hour")).ToList();
        await Task.WhenAny(large);
        for (var i = 0; i < 5; i++)
        {
            using var small = await server.Http.GetAsync("/api/squeeze?window=1m&asset=BTC");
            Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        }

        var answers = await Task.WhenAll(large);
        foreach (var (i, answer) in answers.Index())
        {
            switch (answer.StatusCode)
            {
                case HttpStatusCode.OK:
                    Assert.InRange(JsonDocument.Parse(answer.Body).RootElement.GetArrayLength(), 720 - i, 721 - i);
                    break;
                case HttpStatusCode.ServiceUnavailable:
                    Assert.Equal("2", answer.RetryAfter);
                    break;
                default:
                    Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
                    break;
            }
        }

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
    }

    /// <summary>Reads on a thread of its own: one of the pool may be busy with other tests, and who reads too slowly is cut off.</summary>
    private static Task<(HttpStatusCode StatusCode, string? RetryAfter, string Body)> GetAsync(HttpClient http, string address) => Task.Factory.StartNew(
        () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = http.Send(request);
            using var body = new StreamReader(response.Content.ReadAsStream());
            return (response.StatusCode, response.Headers.TryGetValues("Retry-After", out var values) ? values.Single() : null, body.ReadToEnd());
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task The_same_dear_question_of_many_is_asked_once()
    {
        var reads = 0;
        using var go = new ManualResetEventSlim();
        await using var server = await RunningServer.StartAsync(show: sources => sources with
        {
            Answers = new StoreQueries(
                () =>
                {
                    Interlocked.Increment(ref reads);
                    go.Wait(TimeSpan.FromSeconds(4));
                    throw new StoreException(StoreFailure.Busy, "for this test");
                },
                KnownVenues.Of(_ => true)),
        });
        var many = Enumerable.Range(0, 10).Select(i => server.Http.GetAsync(
            i % 2 == 0 ? "/api/squeeze?window=30d&by=hour" : "/api/squeeze?by=hour&window=30d")).ToList();
        var other = server.Http.GetAsync("/api/squeeze?window=30d&by=day");
        await Until.TrueAsync(() => Volatile.Read(ref reads) > 0, "one reads");
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        go.Set();

        var statuses = (await Task.WhenAll(many)).Select(answer => answer.StatusCode).ToList();
        await other;

        // All have the same answer, whatever it is, of one reading; the other question has its own.
        Assert.Single(statuses.Distinct());
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_an_error_in_words()
    {
        await using var server = await RunningServer.StartAsync(o => o with { AnswerBytes = 2_000 });

        using var small = await server.Http.GetAsync("/api/liquidations?limit=1");
        using var large = await server.Http.GetAsync("/api/squeeze?window=24h&by=hour");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (small.StatusCode, large.StatusCode));
        Assert.Contains("ask about a shorter span", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/squeeze")]
    [InlineData("/api/liquidations")]
    [InlineData("/api/venues")]
    [InlineData("/api/context")]
    public async Task Every_answer_says_how_long_it_is(string path)
    {
        await using var server = await RunningServer.StartAsync();

        using var response = await server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        var length = response.Content.Headers.ContentLength;

        Assert.Equal((await response.Content.ReadAsByteArrayAsync()).LongLength, length);
    }

    [Fact]
    public void Answers_that_wait_for_their_readers_have_a_bound_together()
    {
        var memory = new AnswerMemory(1 << 20);
        var whole = new WholeAnswer(memory, 1 << 20);
        var text = new ProblemResult(new string('x', 300_000));
        var made = Enumerable.Range(0, 40).Select(_ => whole.Of(text, ApiJson.Default.ProblemResult)).ToList();

        Assert.InRange(made.OfType<IDisposable>().Count(), 1, 3);
        Assert.InRange(memory.Used, 300_000, 1 << 20);
        foreach (var answer in made.OfType<IDisposable>())
            answer.Dispose();
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public void An_answer_that_is_refused_leaves_nothing_behind()
    {
        var memory = new AnswerMemory(1 << 20);

        var answer = new WholeAnswer(memory, 1_000).Of(new ProblemResult(new string('x', 300_000)), ApiJson.Default.ProblemResult);

        Assert.False(answer is IDisposable);
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public async Task A_place_is_free_again_when_the_caller_leaves()
    {
        using var limiter = new QueryLimiter(places: 1, mostWaiting: 1);
        using var left = new CancellationTokenSource();
        var first = limiter.AskAsync(
            stop =>
            {
                stop.WaitHandle.WaitOne();
                stop.ThrowIfCancellationRequested();
                return 1;
            },
            left.Token);
        var second = limiter.AskAsync(_ => 2, CancellationToken.None);
        var third = await limiter.AskAsync(_ => 3, CancellationToken.None);
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal((true, 2), await second.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((false, 0), third);
    }

    [Fact]
    public async Task A_question_is_broken_off_in_the_middle_of_a_scan()
    {
        using var store = new SampleStore();
        using var left = new CancellationTokenSource();
        using var reader = StoreReader.Open(store.Directory).StopOn(left.Token);
        var endless = Task.Factory.StartNew(
            () => reader.InSnapshot(() => reader.Connection.Scalar(
                "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT count(*) FROM c")),
            TaskCreationOptions.LongRunning);
        Assert.NotSame(endless, await Task.WhenAny(endless, Task.Delay(TimeSpan.FromMilliseconds(100))));

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_question_that_is_over_before_it_begins_reads_nothing()
    {
        using var store = new SampleStore();
        var answers = new StoreQueries(() => StoreReader.Open(store.Directory), KnownVenues.Of(_ => true)).Until(new CancellationToken(canceled: true));

        Assert.ThrowsAny<OperationCanceledException>(() => answers.IsSimulated());
    }

    [Theory]
    [InlineData("24h", Grouping.Asset, 1_000, true)]
    [InlineData("25h", Grouping.None, 50, false)]
    [InlineData("1h", Grouping.Hour, 50, false)]
    [InlineData("1h", Grouping.None, 1_001, false)]
    public void Cost_is_judged_before_anything_is_read(string window, Grouping by, int limit, bool isCheap)
    {
        Assert.True(SpanText.TryWindow(window, out var length));
        var nowMs = FixedTime.Noon.GetUtcNow().ToUnixTimeMilliseconds();
        var fromMs = nowMs - (long)length.TotalMilliseconds;
        var question = new SpanQuery
        {
            Filter = new LiquidationFilter { FromMs = fromMs, ToMs = nowMs },
            DisplayFromMs = fromMs,
            DisplayToMs = nowMs,
            NowMs = nowMs,
            By = by,
            Limit = limit,
        };

        Assert.Equal(isCheap, QueryLanes.IsCheap(question));
        Assert.False(QueryLanes.IsCheap(question with { WithEstimate = true }));
    }

    [Fact]
    public async Task A_breakdown_over_many_gaps_stays_small_and_says_what_it_leaves_out()
    {
        await using var server = await RunningServer.StartAsync();
        Fill(server.Store);
        using (var database = Open(server.Store))
        {
            // Three thousand gaps of a second and one of an hour.
            database.Execute(
                """
                DELETE FROM gap; DELETE FROM covered_span;
                WITH RECURSIVE g(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i < 2999)
                INSERT INTO covered_span(venue, feed, from_ms, to_ms) SELECT 'binance', 'market', 1792584000000 + i * 800000, 1792584000000 + i * 800000 + 799000 FROM g;
                DELETE FROM covered_span WHERE from_ms BETWEEN 1793000000000 AND 1793003600000;
                """);
        }

        var body = await server.Http.GetStringAsync("/api/squeeze?window=30d&by=asset");

        using var answer = JsonDocument.Parse(body);
        var coverages = answer.RootElement.EnumerateArray().SelectMany(part => part.GetProperty("coverage").EnumerateArray()).ToList();
        Assert.InRange(coverages.Sum(coverage => coverage.GetProperty("gaps").GetArrayLength()), 1, GapLimit.MostGaps);
        Assert.All(coverages, coverage => Assert.True(coverage.GetProperty("gaps_left_out").GetInt32() > 2_000));
        Assert.All(coverages, coverage => Assert.Contains(coverage.GetProperty("gaps").EnumerateArray(), gap =>
            gap.GetProperty("to").GetDateTimeOffset() - gap.GetProperty("from").GetDateTimeOffset() > TimeSpan.FromMinutes(50)));
    }

    // 400 assets in each of 720 hours: what the sums of a month look like.
    private static void Fill(SampleStore store)
    {
        using var database = Open(store);
        database.Execute(
            """
            WITH RECURSIVE s(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM s WHERE i < 1399)
            INSERT INTO series SELECT i, 'binance', 'X' || i, 0 FROM s;
            WITH RECURSIVE s(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM s WHERE i < 1399),
                h(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM h WHERE n < 719)
            INSERT INTO rollup_hour SELECT 1792584000000 + n * 3600000, i, 0, 1000000, 1, 1000000, 1792584000000 + n * 3600000, 1, 1.0 FROM h, s;
            INSERT INTO rollup_day SELECT start_ms / 86400000 * 86400000, series_id, side, sum(usd_micro), sum(orders), max(max_usd_micro),
                min(max_time_ms), 1, 1.0 FROM rollup_hour WHERE true GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING;
            """);
    }

    private static Database Open(SampleStore store) =>
        Database.Open(Path.Combine(store.Directory, EventStore.FileName), SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(5));
}
