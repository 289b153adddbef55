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
    private const int LongestControl = 8 + ContractNames.MaxSymbolBytes + 3;

    /// <summary>The sockets of one category of contracts.</summary>
    internal static IEnumerable<SocketPlan> Of(string category, IEnumerable<Instrument> instruments, SocketPlaces places)
    {
        IReadOnlyList<Instrument> contracts = [.. instruments];
        if (contracts.Count == 0)
            return [];
        // The most active contract's ticker never rests: it proves that the socket delivers.
        var control = $"tickers.{contracts[0].Symbol}";
        // The control topic changes, and the longest has to fit.
        return places.Of(category, contracts, contract => SizeOf(Topic(contract)), TopicCharactersPerSocket - LongestControl)
            .Select(socket => new SocketPlan(
                SocketPlan.NameOf(category, socket.Number),
                new Uri($"wss://stream.bybit.com/v5/public/{category}"),
                [.. socket.Contracts.Select(Topic).Prepend(control).Chunk(TopicsPerMessage).Select((some, message) => Subscribe(message + 1, some))]));
    }

    private static string Topic(Instrument contract) => $"allLiquidation.{contract.Symbol}";

    /// <summary>Two quotes and a comma count as well.</summary>
    private static int SizeOf(string topic) => Encoding.UTF8.GetByteCount(topic) + 3;

    private static SubscribeMessage Subscribe(int id, string[] topics) => new(
        id, Encoding.UTF8.GetBytes($$"""{"req_id":"{{id}}","op":"subscribe","args":["{{string.Join("\",\"", topics)}}"]}"""));
}
