using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Influx;

/// <summary>Stands before a real server and does to each request what a test tells it to.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly Uri _server;

    private FaultProxy(Uri server)
    {
        _server = server;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What happens to a request: its own answer, and whether the server gets it before.</summary>
    internal Func<HttpContext, Func<Task>, Task> Fault { get; set; } = (_, forward) => forward();

    internal Uri Url => new(_app.Urls.First());

    internal int Requests { get; private set; }

    internal static async Task<FaultProxy> StartAsync(Uri server)
    {
        var proxy = new FaultProxy(server);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await Fault(context, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, context.Request.GetEncodedPathAndQuery()));
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentEncoding.Add("gzip");
            using var answer = await _http.SendAsync(request);
            context.Response.StatusCode = (int)answer.StatusCode;
            // Even an empty text would start the answer, and a fault after this could take nothing back.
            if (answer.StatusCode != System.Net.HttpStatusCode.NoContent)
                await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
        });
    }
}
