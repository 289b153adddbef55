using LiqMon.Alerts;
using LiqMon.Configuration;
using LiqMon.Threading;
using LiqMon.Windows;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Alerts;

public sealed class AlertSenderTests
{
    private readonly FakeTime _time = new();
    private readonly KeptLog _log = new();

    [Fact]
    public async Task A_cascade_is_told_when_it_is_large_enough_and_when_it_is_over()
    {
        await using var server = await new HookServer().StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/a"), Token = new Secret("t0ken"), MinUsd = 10_000_000, Assets = ["BTC"] });
        var small = AlertBodyTests.Cascade("BTC") with { IsOpen = true, MicroUsd = 9_999_999_000_000 };
        var grown = small with { MicroUsd = 10_000_000_000_000 };
        Offer(CascadeChangeKind.Opened, small, small);
        Offer(CascadeChangeKind.Opened, grown with { Asset = "ETH" }, grown with { Asset = "ETH" });
        Offer(CascadeChangeKind.Updated, grown, grown);
        Offer(CascadeChangeKind.Updated, grown with { Orders = 1_300 }, grown);
        // Late liquidations moved its start: it is still the same.
        Offer(CascadeChangeKind.Updated, grown with { StartMs = grown.StartMs - 1_000 }, grown);
        Offer(CascadeChangeKind.Closed, grown with { IsOpen = false });
        Offer(CascadeChangeKind.Opened, grown, grown);

        await Until.TrueAsync(() => server.Posted.Count == 3, "three are posted");
        Assert.Equal(
            ["cascade_opened", "cascade_closed", "cascade_opened"],
            server.Posted.Select(posted => posted.Body.GetProperty("event").GetString()));
        Assert.All(server.Posted, posted => Assert.Equal(("/a", "Bearer t0ken"), (posted.Path, posted.Authorization)));
        Assert.Equal(new AlertStatus("a", 3, 0, 0, 0), run.Sender.Status[0] with { Waiting = 0 });

        void Offer(CascadeChangeKind kind, Cascade cascade, params Cascade[] open) => run.Sender.Offer([new CascadeChange(kind, cascade)], open);
    }

    [Fact]
    public async Task A_cascade_that_was_told_and_is_undone_is_taken_back_once()
    {
        await using var server = await new HookServer().StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/") });
        var open = AlertBodyTests.Cascade("BTC") with { IsOpen = true };
        var moved = open with { StartMs = open.StartMs - 1_000 };
        Offer([new(CascadeChangeKind.Opened, open)], open);
        // Its start has moved, which is no reason to take it back; then late liquidations undo it.
        Offer([new(CascadeChangeKind.Withdrawn, open), new(CascadeChangeKind.Updated, moved)], moved);
        Offer([new(CascadeChangeKind.Withdrawn, moved)]);
        Offer([new(CascadeChangeKind.Withdrawn, moved)]);
        // Nobody was told of this one.
        Offer([new(CascadeChangeKind.Withdrawn, open with { Asset = "ETH" })]);
        Offer([new(CascadeChangeKind.Opened, open with { Asset = "SOL" })], open with { Asset = "SOL" });
        await Until.TrueAsync(() => server.Posted.Count == 3, "three are posted");
        Assert.Equal(
            ["cascade_opened BTC", "cascade_withdrawn BTC", "cascade_opened SOL"],
            server.Posted.Select(posted => $"{posted.Body.GetProperty("event")} {posted.Body.GetProperty("cascade").GetProperty("asset")}"));
        Assert.StartsWith("BTC long cascade withdrawn: ", server.Posted[1].Body.GetProperty("title").GetString(), StringComparison.Ordinal);

        void Offer(CascadeChange[] changes, params Cascade[] open) => run.Sender.Offer(changes, open);
    }

    [Theory]
    [InlineData("text/plain; charset=nobody-knows-it")]
    [InlineData("text/plain; charset=\"\"")]
    [InlineData("application/octet-stream")]
    public async Task An_answer_in_a_strange_charset_is_read_and_ends_nothing(string type)
    {
        await using var server = await new HookServer
        {
            Answer = async (context, before) =>
            {
                context.Response.StatusCode = before == 0 ? 400 : 200;
                context.Response.Headers.ContentType = type;
                await context.Response.Body.WriteAsync("not like this"u8.ToArray());
            },
        }.StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/") });
        run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
        run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
        await Until.TrueAsync(() => run.Sender.Status[0] is { Dead: 1, Sent: 1 }, "the first is refused and the second is sent");
        Assert.Contains("a did not get 'LiqMon: a test': HTTP 400: not like this", _log.Lines);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("The loop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_asks_to_wait_for_years_is_asked_again_after_a_quarter_of_an_hour()
    {
        await using var server = await new HookServer
        {
            Answer = (context, before) =>
            {
                context.Response.StatusCode = before == 0 ? 429 : 200;
                context.Response.Headers.RetryAfter = "2147483647";
                return Task.CompletedTask;
            },
        }.StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/") });
        run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
        await Until.TrueAsync(() => run.Sender.Status[0].Retries == 1 && _time.Timers == 1, "it waits");
        _time.Advance(TimeSpan.FromMinutes(15));
        await Until.TrueAsync(() => run.Sender.Status[0].Sent == 1, "it is sent");
    }

    [Fact]
    public async Task After_a_start_what_is_old_is_not_told_and_what_was_told_is_not_told_again()
    {
        await using var server = await new HookServer().StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/") });
        var cascade = AlertBodyTests.Cascade("BTC");
        var old = cascade with { EndMs = cascade.EndMs - 600_000 };
        run.Sender.MarkDelivered([cascade with { IsOpen = true }]);
        run.Sender.Offer([new CascadeChange(CascadeChangeKind.Opened, old with { Asset = "ETH" })], []);
        run.Sender.MarkDelivered([cascade with { IsOpen = true }]);
        run.Sender.Offer([new CascadeChange(CascadeChangeKind.Updated, cascade with { IsOpen = true })], [cascade with { IsOpen = true }]);
        run.Sender.Offer([new CascadeChange(CascadeChangeKind.Closed, cascade)], []);
        await Until.TrueAsync(() => server.Posted.Count == 1, "one is posted");
        Assert.Equal("cascade_closed", server.Posted[0].Body.GetProperty("event").GetString());
    }

    [Fact]
    public async Task A_service_that_asks_to_wait_is_left_alone_for_that_long()
    {
        string[] bodies = ["", """{"message":"You are being rate limited.","retry_after":64.57,"global":false}""", """{"ok":false,"error_code":429,"parameters":{"retry_after":70}}"""];
        await using var server = await new HookServer
        {
            Answer = async (context, before) =>
            {
                context.Response.StatusCode = before < 3 ? 429 : 200;
                if (before == 0)
                    context.Response.Headers.RetryAfter = "61";
                await context.Response.WriteAsync(before < 3 ? bodies[before] : "ok");
            },
        }.StartAsync();
        await using var run = Run(new AlertTarget { Name = "a", Service = AlertService.Json, Url = Url(server, "/") });
        var moment = TimeSpan.FromMilliseconds(10);
        run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
        foreach (var (retries, wait) in ((int, double)[])[(1, 61), (2, 64.57), (3, 70)])
        {
            await Until.TrueAsync(() => run.Sender.Status[0].Retries == retries && _time.Timers == 1, "the answer is read");
            _time.Advance(TimeSpan.FromSeconds(wait) - moment);
            Assert.Equal(retries, server.Posted.Count);
            // Not a tick beyond: the next answer may come, and its wait begin, while the clock still moves.
            _time.Advance(moment);
        }

        await Until.TrueAsync(() => run.Sender.Status[0].Sent == 1, "it is sent");
        Assert.Equal(4, server.Posted.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(401)]
    public async Task What_a_service_refuses_is_a_dead_letter_that_tells_no_secret(int status)
    {
        await using var other = await new HookServer().StartAsync();
        await using var server = await new HookServer
        {
            Answer = async (context, _) =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = other.Url.AbsoluteUri;
                await context.Response.WriteAsync($"no such hook: {context.Request.Path} {context.Request.Headers.Authorization}\u001b[31m");
            },
        }.StartAsync();
        await using var run = Run(new AlertTarget { Name = "ops", Service = AlertService.Json, Url = Url(server, "/hook/s3cret"), Token = new Secret("t0ken") });
        run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
        await Until.TrueAsync(() => run.Sender.Status[0].Dead == 1, "it is counted");
        var line = Assert.Single(_log.Lines);
        Assert.Contains($"ops did not get 'LiqMon: a test': HTTP {status}: no such hook", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", line, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", line, StringComparison.Ordinal);
        Assert.Empty(other.Posted);
        Assert.Single(server.Posted);
    }

    [Fact]
    public async Task A_service_that_is_down_costs_nothing_but_its_oldest_alerts_and_no_other_target_waits()
    {
        await using var down = await new HookServer { Answer = (context, _) => Task.FromResult(context.Response.StatusCode = 503) }.StartAsync();
        await using var well = await new HookServer().StartAsync();
        await using (var run = Run(
            new AlertTarget { Name = "down", Service = AlertService.Json, Url = Url(down, "/") },
            new AlertTarget { Name = "well", Service = AlertService.Json, Url = Url(well, "/") }))
        {
            run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()));
            await Until.TrueAsync(() => run.Sender.Status[0].Retries == 1, "the first is on its way");
            for (var i = 0; i < AlertQueue.Capacity + 10; i++)
            {
                run.Sender.Offer(Alert.OfTest(_time.GetUtcNow()) with { Title = $"{i}" });
                await Until.TrueAsync(() => well.Posted.Count == i + 2, "the other gets it at once");
            }

            Assert.Equal((10, AlertQueue.Capacity), (run.Sender.Status[0].Dead, run.Sender.Status[0].Waiting));
            Assert.Contains("down did not get '9': too many wait", _log.Lines);
            // The first is worth an hour, not more.
            await Until.TrueAsync(() =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return run.Sender.Status[0].Dead == 11;
            }, "the first is given up");
            Assert.Contains(_log.Lines, line => line.StartsWith("down did not get 'LiqMon: a test': HTTP 503", StringComparison.Ordinal));
        }

        Assert.Contains($"down did not get '{AlertQueue.Capacity + 9}': LiqMon stops", _log.Lines);
    }

    private static Secret Url(HookServer server, string path) => new(new Uri(server.Url, path).AbsoluteUri);

    private RunningSender Run(params AlertTarget[] targets) => new(new AlertSender(targets, new Random(1), _time, _log), _time, _log);

    private sealed class RunningSender : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _run;

        internal RunningSender(AlertSender sender, TimeProvider time, ILogger log)
        {
            Sender = sender;
            _run = sender.RunAsync(new Supervisor(time, log), _stop.Token);
        }

        internal AlertSender Sender { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run;
            Sender.Dispose();
            _stop.Dispose();
        }
    }
}
