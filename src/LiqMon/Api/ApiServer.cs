using System.Threading.RateLimiting;
using LiqMon.Queries;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiqMon.Api;

/// <summary>Builds the HTTP server: questions, live stream, metrics and health on one small, closed Kestrel.</summary>
public static class ApiServer
{
    /// <summary>Limits how often one caller may ask.</summary>
    internal const string QuestionsPolicy = "questions";

    /// <summary>Builds the server; the caller starts, stops and disposes it.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="sources">What it shows.</param>
    /// <param name="configure">Adds services of other parts, such as the live page and logging.</param>
    /// <param name="map">Adds endpoints of other parts. They stand behind the same guard.</param>
    /// <exception cref="ArgumentException">It would be open to other machines without a key.</exception>
    public static WebApplication Build(
        ApiOptions options,
        ApiSources sources,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sources);
        if (options.Key is null && !System.Net.IPAddress.IsLoopback(options.Listen.Address))
            throw new ArgumentException("A server that other machines can reach needs a key.", nameof(options));

        // The empty builder reads no settings of its own, so nothing can open another port behind our back.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ConnectionLimiter? connections = null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, options, (context, next) => connections!.ServeAsync(context, next)));
        builder.Services.AddLogging();
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // The description of the answers is made with these, so they must be those of the answers.
            json.SerializerOptions.PropertyNamingPolicy = QueryJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = QueryJson.Default.Options.NumberHandling;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, QueryJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ApiJson.Default);
            foreach (var converter in QueryJson.Default.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = options.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });
        builder.Services.AddSingleton(new EventStreams(sources, options));
        builder.Services.AddRateLimiter(limiter => AddPolicy(limiter, options));
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = ["application/json", "text/plain"]);
        ApiDescription.Add(builder.Services, options);
        configure?.Invoke(builder);

        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<ApiGuard>();
        connections = new ConnectionLimiter(options.Connections, options.Time, new MinuteLog(log, options.Time));
        var guard = new ApiGuard(options, new MinuteLog(log, options.Time));
        app.Use((context, next) => guard.InvokeAsync(context, next));
        app.UseResponseCompression();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        Map(app, options, sources);
        map?.Invoke(app);
        return app;
    }

    private static void Map(WebApplication app, ApiOptions options, ApiSources sources)
    {
        var questions = app.MapGroup("/api").RequireRateLimiting(QuestionsPolicy).WithMetadata(Refusals.OfAll, Refusals.OfKey, Refusals.OfCounted);
        var lanes = new QueryLanes(sources.Answers, options);
        app.Lifetime.ApplicationStopped.Register(lanes.Dispose);
        QueryEndpoints.Map(questions, sources, options, lanes);
        var streams = app.Services.GetRequiredService<EventStreams>();
        questions
            // With a second parameter it is described; a lambda of the context alone is not.
            .MapGet("/stream", (HttpContext context, CancellationToken _) => StreamEndpoint.ServeAsync(context, sources, streams, app.Lifetime.ApplicationStopping))
            .WithName("streamEvents").WithSummary("Live events: liquidation, squeeze, cascade, status, dropped")
            .WithMetadata(new Refusals(503))
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .DisableRequestTimeout();
        app.MapGet("/metrics", (CancellationToken cancellation) => lanes.AskAsync(
                "/metrics", isCheap: true, (_, _) => Results.Text(PrometheusText.Of(sources.Metrics()), PrometheusText.ContentType), cancellation))
            .WithName("getMetrics").WithSummary("Figures about the monitor in the Prometheus text format")
            .WithMetadata(Refusals.OfAll, Refusals.OfKey, Refusals.OfReading)
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        app.MapGet("/healthz/live", () => Results.Text("live"))
            .WithName("isAlive").WithSummary("Whether the process answers")
            .WithMetadata(Refusals.OfAll)
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        var readiness = new SharedRead<ReadinessResult>(sources.Ready);
        app.MapGet("/healthz/ready", async (CancellationToken cancellation) =>
            {
                var ready = await readiness.GetAsync(cancellation).ConfigureAwait(false);
                return Results.Json(
                    ready, QueryJson.Default.ReadinessResult,
                    statusCode: ready.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
            })
            .WithName("isReady").WithSummary("Whether the monitor does its work, why not, and which venues are missing")
            .WithMetadata(Refusals.OfAll, Refusals.OfReading)
            .Produces<ReadinessResult>().Produces<ReadinessResult>(StatusCodes.Status503ServiceUnavailable);
        // The first description costs seconds on a busy machine, and asks nothing of the store.
        app.MapOpenApi().DisableRequestTimeout().RequireRateLimiting(QuestionsPolicy);
    }

    private static void Limit(KestrelServerOptions kestrel, ApiOptions options, Func<ConnectionContext, ConnectionDelegate, Task> serve)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestBodySize = 16 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(2));
        // An answer that waits in memory must not wait for hours.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 4 * 1024, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => context => serve(context, next));
        });
    }

    private static void AddPolicy(RateLimiterOptions limiter, ApiOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            return ValueTask.CompletedTask;
        };
        limiter.AddPolicy(QuestionsPolicy, context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestBurst,
                TokensPerPeriod = options.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
    }
}
