using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>The servers of a simulation on loopback: one for each venue, one for other sources, one for the ledger and faults.</summary>
internal sealed class SimulationServers(
    IReadOnlyDictionary<string, VenueHost> hosts, MarketSources sources, Func<long> nowMs) : IAsyncDisposable
{
    private readonly Dictionary<string, VenueListener> _listeners = [];
    private readonly List<LoopbackServer> _servers = [];

    /// <summary>Where each venue listens, by venue id.</summary>
    internal IReadOnlyDictionary<string, SimulatedEndpoint> Endpoints { get; private set; } =
        new Dictionary<string, SimulatedEndpoint>();

    /// <summary>Address of the ledger over HTTP.</summary>
    internal Uri LedgerUrl { get; private set; } = new("http://127.0.0.1/ledger");

    /// <summary>Address of those who publish spot prices and market capitalisation.</summary>
    internal Uri SourcesUrl { get; private set; } = new("http://127.0.0.1");

    internal async Task StartAsync(Simulation simulation, int ledgerPort, CancellationToken cancellation)
    {
        var endpoints = new Dictionary<string, SimulatedEndpoint>();
        foreach (var (id, host) in hosts)
        {
            var server = await VenueListener.StartAsync(host.HandleAsync, cancellation);
            _listeners[id] = server;
            endpoints[id] = new SimulatedEndpoint(
                new Uri($"ws://127.0.0.1:{server.Port}"), new Uri($"http://127.0.0.1:{server.Port}"));
        }
        var published = await LoopbackServer.StartAsync(
            0, http => RestGate.WriteAsync(http, sources.Answer(RestGate.Request(http), nowMs())), cancellation);
        _servers.Add(published);
        SourcesUrl = new Uri($"http://127.0.0.1:{published.Port}");
        var control = await LoopbackServer.StartAsync(ledgerPort, http => AnswerControlAsync(simulation, http), cancellation);
        _servers.Add(control);
        Endpoints = endpoints;
        LedgerUrl = new Uri($"http://127.0.0.1:{control.Port}/ledger");
    }

    private static async Task AnswerControlAsync(Simulation simulation, HttpContext http) => await RestGate.WriteAsync(
        http,
        http.Request.Path == "/ledger" ? LedgerPage.Answer(simulation.Ledger, RestGate.Request(http))
        : http.Request.Path == "/ledger/orders" ? LedgerOrders.Answer(simulation.Ledger, RestGate.Request(http))
        : http.Request.Path.StartsWithSegments(FaultControl.Path) ? await FaultControl.AnswerAsync(simulation, http)
        : null);

    /// <summary>Venues whose TCP port is to be closed stop listening, the others listen.</summary>
    internal async Task OpenOrCloseAsync()
    {
        var now = nowMs();
        foreach (var (id, listener) in _listeners)
            await listener.SetOpenAsync(hosts[id].Faults.Plan.First<DeadVenue>(now) is not { Mode: DeadVenueMode.Refused });
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(
        [.. _servers.Select(server => server.DisposeAsync().AsTask()), .. _listeners.Values.Select(it => it.DisposeAsync().AsTask())]);
}
