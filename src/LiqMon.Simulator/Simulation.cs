using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>
/// Venues on loopback that speak the real protocols, driven by one seeded market, with a ledger of exactly what was
/// sent. Thread-safe.
/// </summary>
public sealed class Simulation : IAsyncDisposable
{
    /// <summary>Steps made up at most when the clock ran ahead; a larger jump moves the market's time instead.</summary>
    private const int LongestBacklog = 100;

    private readonly Dictionary<string, VenueHost> _hosts;
    private readonly SimulationServers _servers;
    private readonly HyperliquidStatistics _statistics;
    private readonly FaultSchedule _faults;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _market = new();
    private readonly Market _weather;
    private readonly long _tickMs;
    private readonly int _seed;
    private Task _ticking = Task.CompletedTask;
    private long _marketMs;
    private long _ticks;
    private volatile bool _isPaused;
    private int _isDisposed;

    private Simulation(SimulationOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Tick, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Rate);
        ArgumentOutOfRangeException.ThrowIfZero(options.Assets.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LedgerCapacity);
        Ledger = new SimulationLedger(options.LedgerCapacity);
        _statistics = new HyperliquidStatistics(Ledger);
        _time = time;
        _seed = options.Seed;
        _tickMs = (long)options.Tick.TotalMilliseconds;
        var start = time.GetUtcNow();
        _marketMs = start.ToUnixTimeMilliseconds();
        AssetProfile[] assets = [.. options.Assets.Distinct().Select(AssetProfile.Of)];
        _hosts = (options.Venues ?? [.. SimulatedVenues.Ids]).Distinct().ToDictionary(
            id => id, id => new VenueHost(SimulatedVenues.Create(id, [.. assets, .. Added(id, options)], start), Ledger, time));
        var venues = _hosts.Values.Select(host => host.Venue).ToList();
        _faults = new FaultSchedule(_hosts, () => NowMs);
        _servers = new SimulationServers(_hosts, new MarketSources([.. venues.SelectMany(venue => venue.Instruments)], _statistics), () => NowMs);
        _weather = new Market(
            options,
            [.. venues.SelectMany(venue => venue.Instruments)],
            [.. venues.Where(venue => venue.PublishesLiquidations).SelectMany(venue => venue.Instruments)],
            _marketMs);
        foreach (var added in options.Faults.OfType<AddContract>())
        {
            foreach (var instrument in _faults.HostsOf(added).SelectMany(host => host.Venue.Instruments).Where(it => it.Spec.Asset == added.Asset))
                instrument.Phase = ContractPhase.Planned;
        }
        foreach (var host in _hosts.Values) host.Faults.ContractsChanged();
        foreach (var fault in options.Faults) _faults.Schedule(fault, isRunning: false);
        foreach (var host in _hosts.Values) host.ApplyFaults(_marketMs);
        if (options.Past >= TimeSpan.FromMinutes(1))
            PublishPast(options.Past);
    }

    /// <summary>Ids of all venues the simulator can play.</summary>
    public static IReadOnlyCollection<string> KnownVenues => SimulatedVenues.Ids;

    /// <summary>Where each venue listens, by venue id.</summary>
    public IReadOnlyDictionary<string, SimulatedEndpoint> Endpoints => _servers.Endpoints;

    /// <summary>Address of the ledger over HTTP.</summary>
    public Uri LedgerUrl => _servers.LedgerUrl;

    /// <summary>Address of those who publish spot prices and market capitalisation.</summary>
    public Uri SourcesUrl => _servers.SourcesUrl;

    /// <summary>Exactly what was sent.</summary>
    public SimulationLedger Ledger { get; }

    /// <summary>The faults that are active or to come, with their ids.</summary>
    public IReadOnlyList<(int Id, VenueFault Fault)> Faults =>
        [.. _hosts.Values.SelectMany(host => host.Faults.Plan.All).DistinctBy(it => it.Id).OrderBy(it => it.Id).Select(it => (it.Id, it.Fault))];

    /// <summary>Number of market steps made so far; a test that moves a fake clock waits for it.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Starts all venues and the market.</summary>
    public static async Task<Simulation> StartAsync(
        SimulationOptions options, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var simulation = new Simulation(options, time);
        try
        {
            await simulation._servers.StartAsync(simulation, options.Port, cancellation);
            await simulation._servers.OpenOrCloseAsync();
        }
        catch
        {
            await simulation.DisposeAsync();
            throw;
        }
        simulation._ticking = simulation.TickAsync(new PeriodicTimer(options.Tick, time));
        return simulation;
    }

    /// <summary>Venues without servers and without a timer, for a network in memory that moves the time itself.</summary>
    internal static Simulation Unserved(SimulationOptions options, TimeProvider time) => new(options, time);

    /// <summary>Makes the steps that are due; only where no timer does.</summary>
    internal void Advance() => CatchUp();

    /// <summary>Answers a request to a venue, or serves a socket to its end.</summary>
    internal Task HandleAsync(string venue, HttpContext http) => Host(venue).HandleAsync(http);

    /// <summary>Whether a venue refuses TCP connections now.</summary>
    internal bool IsRefusing(string venue) => Host(venue).Faults.Plan.First<DeadVenue>(NowMs) is { Mode: DeadVenueMode.Refused };

    /// <summary>The contracts of a venue as they are traded now.</summary>
    internal IReadOnlyList<TradedInstrument> Traded(string venue) => Host(venue).Venue.Instruments;

    /// <summary>The contracts of a venue.</summary>
    public IReadOnlyList<SimulatedInstrument> Instruments(string venue) =>
        [.. Host(venue).Venue.Instruments.Select(instrument => instrument.Spec)];

    /// <summary>What a venue's history says open interest was, one-sided, in the unit of its orders.</summary>
    public decimal PastOpenInterest(string venue, string symbol, long timeMs) => Host(venue).Instrument(symbol).PastOpenInterest(timeMs);

    /// <summary>Takes a contract out of the venue's instrument list or puts it back; its liquidations go on.</summary>
    public void SetListed(string venue, string symbol, bool listed) => Host(venue).Instrument(symbol).Listed = listed;

    /// <summary>
    /// The market before it began, minute by minute, the oldest first: what somebody would have seen who had watched all along.
    /// It is not in the ledger.
    /// </summary>
    /// <param name="from">Start; rounded down to a whole minute.</param>
    /// <param name="to">End, no later than the start of the simulation; rounded down to a whole minute.</param>
    public IEnumerable<PastMinute> Past(DateTimeOffset from, DateTimeOffset to)
    {
        var (fromMinute, toMinute) = (from.ToUnixTimeSeconds() / 60, to.ToUnixTimeSeconds() / 60);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fromMinute, toMinute, nameof(from));
        var venues = _hosts.Values.Select(host => host.Venue).ToList();
        return new SimulatedPast(
            _seed,
            [.. venues.SelectMany(venue => venue.Instruments).Where(it => it.Listed)],
            [.. venues.Where(venue => venue.PublishesLiquidations).SelectMany(venue => venue.Instruments).Where(it => it.Listed)],
            fromMinute * 60_000,
            (int)(toMinute - fromMinute)).Minutes().Select(_statistics.Seen);
    }

    /// <summary>Sends one exact liquidation now, whatever the venue's own pacing and sampling.</summary>
    public void Emit(string venue, SimulatedLiquidation liquidation) => EmitFrame(venue, [liquidation]);

    /// <summary>
    /// Sends several liquidations at once, in one frame as far as the protocol allows: Bybit rows of one symbol, OKX
    /// rows of one instrument type, a Binance array.
    /// </summary>
    public void EmitFrame(string venue, IReadOnlyList<SimulatedLiquidation> liquidations)
    {
        ArgumentNullException.ThrowIfNull(liquidations);
        var host = Host(venue);
        if (!host.Venue.PublishesLiquidations) throw new ArgumentException($"{venue} publishes no liquidations", nameof(venue));
        var orders = new (TradedInstrument, SimulatedLiquidation)[liquidations.Count];
        for (var i = 0; i < orders.Length; i++) orders[i] = (host.Instrument(liquidations[i].Symbol), liquidations[i]);
        lock (_market)
        {
            foreach (var (instrument, order) in orders) instrument.Close(order.Quantity);
        }
        if (orders.Length > 0) host.Emit(orders, host.NowMs);
    }

    /// <summary>Sends any bytes to all open sockets of a venue as one message. Not in the ledger.</summary>
    public void SendRaw(string venue, ReadOnlyMemory<byte> frame) => Host(venue).SendRaw(frame);

    /// <summary>Makes one venue, or all that can, do something wrong. Returns the fault's id.</summary>
    /// <exception cref="ArgumentException">There is no such venue or contract, or the venue cannot do this.</exception>
    public async Task<int> InjectAsync(VenueFault fault)
    {
        var id = _faults.Schedule(fault, isRunning: true);
        var nowMs = NowMs;
        foreach (var host in _faults.HostsOf(fault)) host.ApplyFaults(nowMs);
        await _servers.OpenOrCloseAsync();
        return id;
    }

    /// <summary>Takes a fault out, or all of them; what it changed is as before.</summary>
    /// <param name="id">The fault's id; null for all.</param>
    public Task RemoveFaultsAsync(int? id = null)
    {
        foreach (var host in _hosts.Values) host.RemoveFaults(id);
        return _servers.OpenOrCloseAsync();
    }

    /// <summary>Makes a venue go wrong until the next call; None makes it behave again.</summary>
    public void Misbehave(string venue, Misbehaviour fault, MisbehaviourDetail? detail = null) =>
        Host(venue).Misbehave(fault, detail ?? new MisbehaviourDetail());

    /// <summary>Number of WebSocket handshakes a venue has accepted.</summary>
    public int ConnectionsAccepted(string venue) => Host(venue).Accepted;

    /// <summary>Number of sockets of a venue open now, half-open ones included.</summary>
    public int OpenConnections(string venue) => Host(venue).Open;

    /// <summary>The newest 10,000 text messages that clients sent to a venue, in order of arrival.</summary>
    public IReadOnlyList<string> ReceivedText(string venue) => Host(venue).ReceivedText;

    /// <summary>Completes when every frame queued so far at a venue is written or lost; frozen sockets do not count.</summary>
    public Task DrainAsync(string venue, CancellationToken cancellation) => Host(venue).DrainAsync().WaitAsync(cancellation);

    /// <summary>Stops the random liquidations; prices and control streams go on.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>Starts the random liquidations again.</summary>
    public void Resume() => _isPaused = false;

    /// <summary>Cuts all sockets and stops all servers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await _ending.CancelAsync();
        foreach (var host in _hosts.Values) host.CutAll();
        await _servers.DisposeAsync();
        await _ticking;
        _ending.Dispose();
    }

    /// <summary>Refuses a fault that nobody can do.</summary>
    internal void Check(VenueFault fault, bool isRunning) => _faults.Check(fault, isRunning);

    /// <summary>Gives venues that publish their past one: its orders are in the ledger, before all others.</summary>
    private void PublishPast(TimeSpan length)
    {
        var minutes = (int)length.TotalMinutes;
        foreach (var host in _hosts.Values)
        {
            if (host.Venue is not IPublishesPast publisher) continue;
            var contracts = host.Venue.Instruments.Where(it => it.Listed).ToList();
            var bySymbol = contracts.ToDictionary(it => it.Spec.Symbol);
            var past = new SimulatedPast(_seed, contracts, contracts, ((_marketMs / 60_000) - minutes) * 60_000, minutes);
            foreach (var contract in contracts) contract.Past = timeMs => past.QuoteAt(contract, timeMs);
            foreach (var minute in past.Minutes())
            {
                publisher.AddPast([.. minute.Orders.Select(order => Ledger.Record(
                    bySymbol[order.Contract.Symbol],
                    new SimulatedLiquidation
                    {
                        Symbol = order.Contract.Symbol, Position = order.Position, Price = order.Price, Quantity = order.Quantity, EventTimeMs = order.TimeMs,
                    },
                    order.TimeMs))]);
            }
        }
    }

    private static IEnumerable<AssetProfile> Added(string venue, SimulationOptions options) => options.Faults.OfType<AddContract>()
        .Where(fault => fault.Venue == venue || fault.Venue == VenueFault.AllVenues)
        .Select(fault => fault.Asset).Distinct().Except(options.Assets).Select(AssetProfile.Of);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task TickAsync(PeriodicTimer timer)
    {
        using (timer)
        {
            try
            {
                while (await timer.WaitForNextTickAsync(_ending.Token))
                {
                    CatchUp();
                    await _servers.OpenOrCloseAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // The end of the simulation.
            }
        }
    }

    /// <summary>Makes every step that is due at its own nominal time, so that late timers change nothing.</summary>
    private void CatchUp()
    {
        var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (Math.Abs(nowMs - _marketMs) > LongestBacklog * _tickMs) _marketMs = nowMs - _tickMs;
        while (_marketMs + _tickMs <= nowMs)
        {
            Step(_marketMs, _marketMs + _tickMs);
            _marketMs += _tickMs;
            Interlocked.Increment(ref _ticks);
        }
    }

    private void Step(long fromMs, long toMs)
    {
        foreach (var host in _hosts.Values) host.ApplyFaults(toMs);
        List<MarketOrder> happened;
        lock (_market)
        {
            _weather.MovePrices(fromMs, toMs);
            happened = _isPaused ? [] : _weather.Liquidate(fromMs, toMs);
        }
        var moment = new MarketMoment(fromMs, toMs);
        foreach (var (id, host) in _hosts) host.Step(moment, happened.Where(order => order.Instrument.Spec.Venue == id));
    }

    private VenueHost Host(string venue) => _hosts.TryGetValue(venue, out var host)
        ? host
        : throw new ArgumentException($"the simulation has no venue {venue}", nameof(venue));
}
