using System.Net;
using LiqMon.Api;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Api;

/// <summary>A real Kestrel on a free port over a sample store.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, SampleStore store, LiveBroadcaster live)
    {
        _app = app;
        Store = store;
        Live = live;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal HttpClient Http { get; }

    /// <summary>The endpoints that it really has.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).ToList();

    internal SampleStore Store { get; }

    internal LiveBroadcaster Live { get; }

    internal static async Task<RunningServer> StartAsync(
        Func<ApiOptions, ApiOptions>? with = null, Func<ApiSources, ApiSources>? show = null, LiveBroadcaster? live = null,
        Action<WebApplication, ApiOptions, ApiSources>? map = null, ILoggerFactory? logs = null)
    {
        var store = new SampleStore();
        var venues = KnownVenues.Of(id => id == "binance");
        var options = new ApiOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Venues = venues, Time = FixedTime.Noon, AnswersServe = TimeSpan.Zero };
        live ??= new LiveBroadcaster();
        var sources = new ApiSources { Answers = new StoreQueries(() => StoreReader.Open(store.Directory), venues), Live = live };
        (options, sources) = (with?.Invoke(options) ?? options, show?.Invoke(sources) ?? sources);
        void Configure(WebApplicationBuilder builder)
        {
            if (logs is not null)
                builder.Services.AddSingleton(logs);
        }

        var app = ApiServer.Build(options, sources, Configure, app => map?.Invoke(app, options, sources));
        await app.StartAsync();
        return new RunningServer(app, store, live);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Store.Dispose();
    }
}
