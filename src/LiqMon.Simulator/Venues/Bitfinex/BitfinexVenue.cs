namespace LiqMon.Simulator;

/// <summary>Bitfinex: liquidations and contract status as arrays on numbered channels, status and history over REST.</summary>
internal sealed class BitfinexVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "bitfinex";

    /// <summary>The key of the channel of all liquidations.</summary>
    public const string Liquidations = "liq:global";

    private readonly RecentLiquidations _recent = new();
    private readonly BitfinexRest _rest;
    private Dictionary<string, TradedInstrument> _byKey = [];

    public BitfinexVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = [.. assets.Select(profile => new TradedInstrument(
            new SimulatedInstrument
            {
                Venue = Name,
                Symbol = $"t{profile.Asset}F0:USTF0",
                Asset = profile.Asset,
                PriceTick = profile.PriceTick,
                QuantityStep = profile.QuantityStep,
                LaunchMs = start.AddYears(-3).ToUnixTimeMilliseconds(),
            },
            profile))];
        _rest = new BitfinexRest(Instruments, _recent);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public IOrderHistory History => _recent;

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _recent.AddPast(tickets);

    public OrderFields OrderFields { get; } = new(["#5"], ["#11"], ["#5"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["start"] = null };

    /// <summary>Names begin with a letter that lists leave out.</summary>
    public bool CanName(string symbol) => symbol.Length > 1 && symbol[0] == 't';

    public void Renamed() => _byKey = Instruments.ToDictionary(instrument => "deriv:" + instrument.Spec.Symbol);

    public bool Serves(ClientRequest request) => request.Path == "/ws/2";

    public IDialogue Open(ClientRequest request, IClient client)
    {
        client.Reply("""{"event":"info","version":2,"serverId":"simulated","platform":{"status":1}}"""u8.ToArray());
        return new BitfinexDialogue(this);
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        yield return new Publication(Liquidations, BitfinexFrames.Rows(tickets), tickets);
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (moment.IsEvery(15_000)) publisher.Publish(Liquidations, 0, static _ => "\"hb\""u8.ToArray());
        if (!moment.IsEvery(1000)) return;
        foreach (var (key, instrument) in _byKey)
            publisher.Publish(key, (instrument, moment.NowMs), static it => BitfinexFrames.Status(it.instrument, it.NowMs));
    }

    /// <summary>Whether a key of the status channel exists.</summary>
    public bool HasKey(string key) => key == Liquidations || _byKey.ContainsKey(key);

    /// <summary>What a channel begins with: the last liquidations, or the status of the contract.</summary>
    public Publication? Snapshot(string key, long nowMs)
    {
        if (_byKey.TryGetValue(key, out var instrument))
            return new Publication(key, BitfinexFrames.Status(instrument, nowMs), []);
        var last = _recent.Where(_ => true);
        return last.Count == 0 ? null : new Publication(key, BitfinexFrames.Rows([last[^1]]), [last[^1]]);
    }
}
