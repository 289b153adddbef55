using System.Collections.Concurrent;
using System.Text.Json;
using LiqMon.Tests.Feeds;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Alerts;

/// <summary>A service on loopback that keeps what is posted and answers as a test tells it to.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string? Authorization, JsonElement Body)> _posted = new();
    private VenueServer? _server;

    /// <summary>What to answer; told how many were posted before.</summary>
    internal Func<HttpContext, int, Task> Answer { get; init; } = (context, _) =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    internal Uri Url => _server!.RestUrl;

    internal IReadOnlyList<(string Path, string? Authorization, JsonElement Body)> Posted => [.. _posted];

    internal async Task<HookServer> StartAsync()
    {
        _server = await VenueServer.StartAsync(_ => Task.CompletedTask, async context =>
        {
            Assert.Equal("POST", context.Request.Method);
            Assert.Equal("application/json; charset=utf-8", context.Request.ContentType);
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            var before = _posted.Count;
            _posted.Enqueue((context.Request.Path, context.Request.Headers.Authorization, body.RootElement.Clone()));
            await Answer(context, before);
            return true;
        });
        return this;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
