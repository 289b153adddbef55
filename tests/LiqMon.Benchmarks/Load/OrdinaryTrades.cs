using System.Text;
using LiqMon.Simulator;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// The trades among which some venues tell their liquidations: nothing to store, but every one has to be read. The
/// simulator sends few of its own, so these are added, evenly in time, each in a frame.
/// </summary>
/// <param name="simulation">Where they are sent.</param>
/// <param name="times">How many times the real rate.</param>
public sealed class OrdinaryTrades(Simulation simulation, double times)
{
    private const int StepMs = 50;

    /// <summary>
    /// Trades a second of all contracts on a lively day. Nobody publishes these numbers; they are taken high. Kraken and
    /// Deribit trade a small part of what Binance does, whose 30 largest contracts had 30 printed trades a second in the
    /// hours after the crash of 2024-12-09; dYdX prints about 200 trades for each liquidation.
    /// </summary>
    private static readonly (string Venue, double PerSecond, Func<string, long, string> Frame)[] Streams =
    [
        ("deribit", 10, static (symbol, number) => $$$"""{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.future.any.100ms","data":[{"trade_seq":{{{number}}},"trade_id":"9{{{number}}}","timestamp":1794000000321,"tick_direction":2,"price":99870.5,"mark_price":99801.5,"instrument_name":"{{{symbol}}}","index_price":99790.2,"direction":"sell","contracts":25.0,"amount":250.0}]}}"""),
        ("kraken", 10, static (symbol, number) => $$"""{"feed":"trade","product_id":"{{symbol}}","uid":"05af78ac-a774-478c-a50c-{{number:000000000000}}","side":"sell","type":"fill","seq":{{number}},"time":1794000000321,"qty":0.0440,"price":101200.5}"""),
        ("dydx", 5, static (symbol, number) => $$$"""{"type":"channel_batch_data","connection_id":"c","message_id":{{{number}}},"id":"{{{symbol}}}","channel":"v4_trades","version":"2.1.0","contents":[{"trades":[{"id":"{{{number}}}","size":"0.04","price":"101200","side":"SELL","createdAt":"2026-11-20T12:00:00.321Z","type":"LIMIT","createdAtHeight":"110000001"}]}]}"""),
        ("lighter", 50, static (symbol, number) => $$"""{"type":"update/trade","channel":"trade:{{symbol}}","nonce":{{number}},"trades":[{"trade_id":{{number}},"trade_id_str":"{{number}}","tx_hash":"00000011bcbd1dfc","type":"trade","market_id":{{symbol}},"size":"0.01664","price":"75602.8","usd_amount":"1258.030592","ask_id":562952080068427,"bid_id":844422775101621,"is_maker_ask":false,"block_height":218829719,"timestamp":1794000000321}],"liquidation_trades":[]}"""),
        ("extended", 20, static (symbol, number) => $$"""{"ts":1794000000400,"seq":{{number}},"data":[{"m":"{{symbol}}","S":"SELL","tT":"TRADE","T":1794000000321,"p":"101200","q":"0.1","i":{{number}}}]}"""),
    ];

    private long _number;

    /// <summary>How many were sent; a venue with several sockets gets each on all of them.</summary>
    public long Sent => Volatile.Read(ref _number);

    /// <summary>How many are sent in a second.</summary>
    public double PerSecond => times * Streams.Sum(stream => stream.PerSecond);

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var random = new Random(1);
        var symbols = Streams.ToDictionary(stream => stream.Venue, stream => simulation.Instruments(stream.Venue).Select(it => it.Symbol).ToArray());
        var due = new double[Streams.Length];
        var numbers = new long[Streams.Length];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(StepMs));
        try
        {
            // Each venue numbers its own: a number that is left out is a message that never came.
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                for (var i = 0; i < Streams.Length; i++)
                {
                    var (venue, perSecond, frame) = Streams[i];
                    for (due[i] += times * perSecond * StepMs / 1_000; due[i] >= 1; due[i]--)
                    {
                        var names = symbols[venue];
                        simulation.SendRaw(venue, Encoding.UTF8.GetBytes(frame(names[random.Next(names.Length)], ++numbers[i])));
                        Interlocked.Increment(ref _number);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }
}
