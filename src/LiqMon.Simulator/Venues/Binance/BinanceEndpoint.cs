namespace LiqMon.Simulator;

/// <summary>What a WebSocket path of Binance means.</summary>
/// <param name="Streams">Streams named in the address.</param>
/// <param name="IsCombined">Messages are wrapped in stream and data.</param>
/// <param name="IsAlive">False for paths that carry no market data any more, or never did.</param>
internal sealed record BinanceEndpoint(IReadOnlyList<string> Streams, bool IsCombined, bool IsAlive)
{
    /// <summary>The endpoint; null when there is none at the path.</summary>
    public static BinanceEndpoint? Of(ClientRequest request)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isAlive = parts is ["market", ..];
        var rest = parts is ["market" or "public", ..] ? parts[1..] : parts;
        return rest switch
        {
            ["ws", .. var streams] => new BinanceEndpoint(streams, false, isAlive),
            ["stream"] => new BinanceEndpoint(
                request["streams"]?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [], true, isAlive),
            _ => null,
        };
    }
}
