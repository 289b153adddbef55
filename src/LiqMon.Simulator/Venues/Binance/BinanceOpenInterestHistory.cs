using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Binance's statistics of open interest: by symbol in USD-M, by pair and contract type in COIN-M, thirty days back.</summary>
internal static class BinanceOpenInterestHistory
{
    private const int HighestLimit = 500;
    private const long ReachMs = 30 * 86_400_000L;

    public static RestAnswer Answer(IReadOnlyList<TradedInstrument> instruments, ClientRequest request, long nowMs)
    {
        var chosen = request["pair"] is { } pair
            ? instruments.FirstOrDefault(it => !it.Spec.IsUm() && it.Spec.Pair() == pair && it.Spec.ExpiryMs is null && request["contractType"] == "PERPETUAL")
            : instruments.FirstOrDefault(it => it.Spec.IsUm() && it.Spec.Symbol == request["symbol"]);
        if (chosen is null) return Refuse(-1121, "Invalid symbol.");
        if (StepMs(request["period"]) is not { } stepMs) return Refuse(-1130, "parameter 'period' is invalid.");
        var fromMs = request.Whole("startTime") ?? 0;
        if (fromMs < nowMs - ReachMs) return Refuse(-1130, "parameter 'startTime' is invalid.");
        var times = PastOpenInterest.Times(fromMs, Math.Min(request.Whole("endTime") ?? nowMs, nowMs), stepMs);
        return RestBody.Ok(new JsonArray([.. times.Take((int)Math.Min(request.Whole("limit") ?? 30, HighestLimit)).Select(timeMs => Row(chosen, timeMs))]));
    }

    private static JsonObject Row(TradedInstrument instrument, long timeMs)
    {
        var (spec, openInterest) = (instrument.Spec, instrument.PastOpenInterest(timeMs));
        var row = spec.IsUm()
            ? new JsonObject { ["symbol"] = spec.Symbol }
            : new JsonObject { ["pair"] = spec.Pair(), ["contractType"] = "PERPETUAL" };
        row["sumOpenInterest"] = openInterest.Text();
        // Dollars in USD-M, coins in COIN-M.
        var mark = instrument.Quote.Mark;
        row["sumOpenInterestValue"] = decimal.Round(spec.IsUm() ? openInterest * mark : openInterest * spec.ContractSize / mark, 8).Text();
        row["timestamp"] = timeMs;
        return row;
    }

    private static long? StepMs(string? period) => period switch
    {
        "5m" => 300_000,
        "15m" => 900_000,
        "30m" => 1_800_000,
        "1h" => 3_600_000,
        "2h" => 7_200_000,
        _ => null,
    };

    private static RestAnswer Refuse(int code, string text) =>
        RestBody.Ok(new JsonObject { ["code"] = code, ["msg"] = text }) with { Status = 400 };
}
