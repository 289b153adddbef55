using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Influx;

/// <summary>
/// The part of InfluxDB 2's HTTP API on loopback that sets a server up and proves rights: organisations, buckets, tokens,
/// database mappings, a write and an InfluxQL query. Each token may do what it was made for.
/// </summary>
internal sealed class FakeAdmin : IAsyncDisposable
{
    internal const string Token = "admin-token";
    internal const string Organisation = "home";

    private readonly WebApplication _app;
    private int _ids = 0xABC;

    private FakeAdmin(bool mapsByItself)
    {
        MapsByItself = mapsByItself;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    internal Uri Url => new(_app.Urls.First());

    /// <summary>Whether it maps buckets to databases by itself, as newer servers do.</summary>
    internal bool MapsByItself { get; }

    /// <summary>Buckets by name.</summary>
    internal ConcurrentDictionary<string, JsonObject> Buckets { get; } = new();

    /// <summary>What each token that was made may do: read or write, with the bucket's id.</summary>
    internal ConcurrentDictionary<string, (string Action, string Bucket)> Rights { get; } = new();

    /// <summary>Mappings that were made.</summary>
    internal ConcurrentQueue<JsonObject> Mappings { get; } = new();

    /// <summary>Whether a token for reading may write too, as on a server that is set up wrongly.</summary>
    internal bool IsLax { get; set; }

    internal static async Task<FakeAdmin> StartAsync(bool mapsByItself = true)
    {
        var server = new FakeAdmin(mapsByItself);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string NewId() => (++_ids).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var token = request.Headers.Authorization.ToString().Replace("Token ", "", StringComparison.Ordinal);
        var body = request.Method is "POST" or "PATCH" && request.Path != "/api/v2/write" ? (await JsonNode.ParseAsync(request.Body))!.AsObject() : null;
        if (request.Path == "/api/v2/write")
            context.Response.StatusCode = May(token, "write") ? 204 : 403;
        else if (request.Path == "/query")
            await JsonAsync(context, 200, May(token, "read") ? """{"results":[{"statement_id":0}]}""" : """{"results":[{"statement_id":0,"error":"insufficient permissions"}]}""");
        else if (token != Token)
            await JsonAsync(context, 401, """{"code":"unauthorized","message":"unauthorized access"}""");
        else
            await AdministerAsync(context, body);
    }

    private bool May(string token, string action) => Rights.TryGetValue(token, out var right) && (right.Action == action || IsLax);

    private Task AdministerAsync(HttpContext context, JsonObject? body) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/api/v2/orgs") => JsonAsync(
            context, 200, context.Request.Query["org"] == Organisation ? $$"""{"orgs":[{"id":"00000000000000aa","name":"{{Organisation}}"}]}""" : """{"orgs":[]}"""),
        ("GET", "/api/v2/buckets") => JsonAsync(
            context, 200, new JsonObject { ["buckets"] = new JsonArray([.. Buckets.Where(pair => pair.Key == context.Request.Query["name"]).Select(pair => pair.Value.DeepClone())]) }.ToJsonString()),
        ("POST", "/api/v2/buckets") => JsonAsync(context, 201, Keep(body!).ToJsonString()),
        ("PATCH", _) => JsonAsync(context, 200, Keep(body!).ToJsonString()),
        ("GET", "/api/v2/dbrps") => JsonAsync(
            context, 200, MapsByItself ? """{"content":[{"id":"01","orgID":"00000000000000aa","bucketID":"02","database":"market","retention_policy":"autogen","default":true,"virtual":true}]}""" : """{"content":[]}"""),
        ("POST", "/api/v2/dbrps") => MapAsync(context, body!),
        ("POST", "/api/v2/authorizations") => AuthorizeAsync(context, body!),
        _ => JsonAsync(context, 404, """{"code":"not found","message":"path not found"}"""),
    };

    private JsonObject Keep(JsonObject bucket)
    {
        var name = bucket["name"]!.GetValue<string>();
        bucket["id"] = Buckets.TryGetValue(name, out var before) ? before["id"]!.GetValue<string>() : NewId();
        return Buckets[name] = bucket;
    }

    private Task MapAsync(HttpContext context, JsonObject mapping)
    {
        Mappings.Enqueue(mapping);
        var made = mapping.DeepClone().AsObject();
        made["id"] = NewId();
        return JsonAsync(context, 201, made.ToJsonString());
    }

    private Task AuthorizeAsync(HttpContext context, JsonObject request)
    {
        var permission = request["permissions"]!.AsArray().Single()!;
        var made = request.DeepClone().AsObject();
        made["id"] = NewId();
        made["status"] = "active";
        made["token"] = $"token-{made["id"]}";
        Rights[made["token"]!.GetValue<string>()] = (permission["action"]!.GetValue<string>(), permission["resource"]!["id"]!.GetValue<string>());
        return JsonAsync(context, 201, made.ToJsonString());
    }

    private static Task JsonAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
