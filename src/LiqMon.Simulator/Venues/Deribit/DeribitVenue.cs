using System.Globalization;

namespace LiqMon.Simulator;

/// <summary>Deribit: liquidations as marked trades, tickers, JSON-RPC over one socket, the history of trades over REST.</summary>
internal sealed class DeribitVenue : ISimulatedVenue, IPublishesPast
{
    public const string Name = "deribit";

    /// <summary>The topic of all trades of futures.</summary>
    public const string Trades = "trades.future.any.100ms";

    private readonly RecentLiquidations _recent = new();
    private readonly DeribitRest _rest;
    private readonly Dictionary<string, TradedInstrument> _byTopic = [];
    private readonly Dictionary<string, decimal> _lastMarks = [];

    public DeribitVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments = Create(assets, start);
        _rest = new DeribitRest(Instruments, _recent);
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public void Renamed()
    {
        _byTopic.Clear();
        foreach (var instrument in Instruments)
        {
            _byTopic[$"ticker.{instrument.Spec.Symbol}.100ms"] = instrument;
            _byTopic[$"ticker.{instrument.Spec.Symbol}.agg2"] = instrument;
        }
    }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.FromMilliseconds(100));

    public IOrderHistory History => _recent;

    public void AddPast(IReadOnlyList<LedgerTicket> tickets) => _recent.AddPast(tickets);

    public OrderFields OrderFields { get; } = new(["direction"], ["price"], ["amount"]);

    public IReadOnlyDictionary<string, string?> IgnoredCursor { get; } = new Dictionary<string, string?> { ["start_timestamp"] = "0" };

    public bool Serves(ClientRequest request) => request.Path == "/ws/api/v2";

    public IDialogue Open(ClientRequest request, IClient client) => new DeribitDialogue(this, client);

    public RestAnswer? Answer(ClientRequest request, long nowMs) => _rest.Answer(request, nowMs);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        yield return new Publication(Trades, DeribitFrames.Liquidations(Trades, tickets), tickets);
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        for (var seconds = DeribitDialogue.ShortestHeartbeat; seconds <= DeribitDialogue.LongestHeartbeat; seconds++)
        {
            if (moment.IsEvery(seconds * 1000))
                publisher.Publish(DeribitDialogue.Heartbeat(seconds), 0, static _ => DeribitFrames.TestRequest());
        }
        foreach (var (topic, instrument) in _byTopic)
        {
            if (topic.EndsWith("agg2", StringComparison.Ordinal) && !moment.IsEvery(1000)) continue;
            if (!publisher.HasSubscribers(topic)) continue;
            if (_lastMarks.TryGetValue(topic, out var last) && last == instrument.Quote.Mark && !moment.IsEvery(5000)) continue;
            _lastMarks[topic] = instrument.Quote.Mark;
            publisher.Publish(topic, (topic, instrument, moment.NowMs), static it => DeribitFrames.Ticker(it.topic, it.instrument, it.NowMs));
        }
    }

    /// <summary>Whether a channel exists.</summary>
    public bool HasTopic(string topic) => topic == Trades || _byTopic.ContainsKey(topic);

    private static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var expiry = Expiry.NextQuarter(start);
        var date = expiry.ToString("dMMMyy", CultureInfo.InvariantCulture).ToUpperInvariant();
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            if (profile.Asset is "BTC" or "ETH")
            {
                var inverse = new SimulatedInstrument
                {
                    Venue = Name,
                    Symbol = profile.Asset + "-PERPETUAL",
                    Asset = profile.Asset,
                    Inverse = true,
                    PriceTick = profile.PriceTick,
                    QuantityStep = profile.Asset == "BTC" ? 10m : 1m,
                    LaunchMs = start.AddYears(-3).ToUnixTimeMilliseconds(),
                };
                list.Add(new TradedInstrument(inverse, profile));
                list.Add(new TradedInstrument(
                    inverse with { Symbol = $"{profile.Asset}-{date}", ExpiryMs = expiry.ToUnixTimeMilliseconds() }, profile, basis: 0.011m));
            }
            list.Add(new TradedInstrument(
                new SimulatedInstrument
                {
                    Venue = Name,
                    Symbol = profile.Asset + "_USDC-PERPETUAL",
                    Asset = profile.Asset,
                    PriceTick = profile.PriceTick,
                    QuantityStep = profile.QuantityStep,
                    LaunchMs = start.AddYears(-3).ToUnixTimeMilliseconds(),
                },
                profile));
        }
        return list;
    }
}
