using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Binance's ratio of long to short accounts of a USD-M contract, hourly, oldest first.</summary>
internal static class BinanceAccounts
{
    private const int HighestLimit = 500;
    private const double Offset = 1;

    public static RestAnswer? Answer(IReadOnlyList<TradedInstrument> instruments, ClientRequest request, long nowMs)
    {
        if (request["period"] != "1h" || instruments.FirstOrDefault(it => it.Spec.IsUm() && it.Spec.Symbol == request["symbol"]) is not { } chosen)
            return null;
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 30, 1, HighestLimit);
        return RestBody.Ok(new JsonArray([.. PastAccounts.Hours(limit, nowMs).Reverse().Select(timeMs => Row(chosen.Spec.Symbol, timeMs))]));
    }

    private static JsonObject Row(string symbol, long timeMs)
    {
        var share = PastAccounts.LongShare(timeMs, Offset);
        return new JsonObject
        {
            ["symbol"] = symbol,
            ["longShortRatio"] = decimal.Round(share / (1m - share), 4).Text(),
            ["longAccount"] = share.Text(),
            ["shortAccount"] = (1m - share).Text(),
            ["timestamp"] = timeMs,
        };
    }
}
