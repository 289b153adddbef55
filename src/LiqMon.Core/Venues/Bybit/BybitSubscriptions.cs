using System.Text;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Subscribes contracts of Bybit, as many on a socket as the venue takes characters of topics.
/// <code>{"req_id":"1","op":"subscribe","args":["tickers.BTCUSDT","allLiquidation.BTCUSDT"]}</code>
/// </summary>
internal static class BybitSubscriptions
{
    private const int TopicsPerMessage = 200;
    private const int TopicCharactersPerSocket = 21_000;

    /// <summary>The sockets of one category of contracts.</summary>
    internal static IEnumerable<SocketPlan> Of(string category, IEnumerable<Instrument> instruments)
    {
        var symbols = instruments.Select(instrument => instrument.Symbol).ToList();
        if (symbols.Count == 0)
            return [];
        // The most active contract's ticker never rests: it proves that the socket delivers.
        var control = $"tickers.{symbols[0]}";
        // Two quotes and a comma count as well.
        return TopicGroups
            .ByBytes(symbols.Select(symbol => $"allLiquidation.{symbol}"), TopicCharactersPerSocket - Encoding.UTF8.GetByteCount(control) - 3, around: 3)
            .Select((topics, index) => new SocketPlan(
                SocketPlan.NameOf(category, index),
                new Uri($"wss://stream.bybit.com/v5/public/{category}"),
                [.. topics.Prepend(control).Chunk(TopicsPerMessage).Select((some, message) => Subscribe(message + 1, some))]));
    }

    private static SubscribeMessage Subscribe(int id, string[] topics) => new(
        id, Encoding.UTF8.GetBytes($$"""{"req_id":"{{id}}","op":"subscribe","args":["{{string.Join("\",\"", topics)}}"]}"""));
}
