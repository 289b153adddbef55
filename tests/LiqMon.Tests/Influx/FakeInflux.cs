using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiqMon.Influx;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Influx;

/// <summary>
/// A server on loopback that answers as InfluxDB documents: 1.x at <c>/write</c>, 2.x at <c>/api/v2/write</c>. It keeps
/// points by key, drops those whose field has another type, and does to each request what a test asks for.
/// </summary>
internal sealed class FakeInflux : IAsyncDisposable
{
    private readonly InfluxApi _api;
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _types = new();

    private FakeInflux(InfluxApi api)
    {
        _api = api;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What happens to a write: its own answer, and whether the points are stored before.</summary>
    internal Func<HttpContext, Func<Task>, Task> Fault { get; set; } = (_, store) => store();

    /// <summary>What happens to other requests.</summary>
    internal Func<HttpContext, Task> Other { get; set; } = context =>
    {
        context.Response.StatusCode = context.Request.Path == "/ping" ? 204 : 404;
        return Task.CompletedTask;
    };

    internal Uri Url => new(_app.Urls.First());

    /// <summary>Every write.</summary>
    internal ConcurrentQueue<FakeWrite> Writes { get; } = new();

    /// <summary>The stored points by their key: measurement, tags and time.</summary>
    internal ConcurrentDictionary<string, ParsedPoint> Points { get; } = new();

    internal static async Task<FakeInflux> StartAsync(InfluxApi api)
    {
        var server = new FakeInflux(api);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Fixes the type of a field, as a point of another program would.</summary>
    internal void Hold(string measurement, string field, string type) => _types[measurement + "." + field] = type;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = _api == InfluxApi.V1 ? "/write" : "/api/v2/write";
        if (!context.Request.Path.Value!.EndsWith(path, StringComparison.Ordinal) || context.Request.Method != "POST")
        {
            await Other(context);
            return;
        }

        using var packed = new MemoryStream();
        await context.Request.Body.CopyToAsync(packed);
        packed.Position = 0;
        var lines = new MemoryStream();
        using (var unpacking = new GZipStream(packed, CompressionMode.Decompress))
            await unpacking.CopyToAsync(lines);
        Writes.Enqueue(new FakeWrite(
            context.Request.GetEncodedPathAndQuery(), context.Request.Headers.ContentEncoding.ToString(), context.Request.Headers.Authorization.ToString(),
            context.Request.Headers.UserAgent.ToString(), context.Request.Headers.Cookie.ToString(), Encoding.UTF8.GetString(lines.ToArray())));
        await Fault(context, () => StoreAsync(context, lines.ToArray()));
    }

    private Task StoreAsync(HttpContext context, byte[] lines)
    {
        var (dropped, conflict) = (0, "");
        foreach (var point in LineParser.Parse(lines))
        {
            var wrong = point.Fields.FirstOrDefault(field => _types.GetOrAdd(point.Measurement + "." + field.Key, Type(field.Value)) != Type(field.Value));
            if (wrong.Key is null)
            {
                Points[$"{point.Measurement} {string.Join(',', point.Tags)} {point.TimeNs}"] = point;
                continue;
            }

            dropped++;
            conflict = $"partial write: field type conflict: input field \"{wrong.Key}\" on measurement \"{point.Measurement}\" is type {Type(wrong.Value)}, "
                + $"already exists as type {_types[point.Measurement + "." + wrong.Key]}";
        }

        if (dropped == 0)
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        }

        return _api == InfluxApi.V1
            ? RefuseAsync(context, 400, $"{conflict} dropped={dropped}")
            : RefuseAsync(context, 422, $"failure writing points to database: {conflict} dropped={dropped} for database: 0123456789abcdef for retention policy: autogen");
    }

    /// <summary>A refusal in the form of the API.</summary>
    internal Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(_api == InfluxApi.V1
            ? JsonSerializer.Serialize(new { error = message })
            : JsonSerializer.Serialize(new { code = "invalid", message }));
    }

    private static string Type(object value) => value switch { long => "integer", double => "float", _ => "string" };
}

/// <summary>A write as it came.</summary>
internal sealed record FakeWrite(string Path, string Encoding, string Authorization, string UserAgent, string Cookie, string Lines);
