using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Bybit's history of open interest: newest first, pages joined by a cursor, both sides and one.</summary>
internal static class BybitOpenInterestHistory
{
    private const int HighestLimit = 200;
    private const string CursorPrefix = "lasttime=";

    public static RestAnswer Answer(IReadOnlyList<TradedInstrument> instruments, ClientRequest request, long nowMs)
    {
        if (instruments.FirstOrDefault(it => it.Spec.Category() == request["category"] && it.Spec.Symbol == request["symbol"]) is not { } chosen
            || StepMs(request["intervalTime"]) is not { } stepMs)
            return RestBody.Ok(new JsonObject { ["retCode"] = 10001, ["retMsg"] = "params error", ["result"] = new JsonObject(), ["time"] = nowMs });
        var (fromMs, toMs) = (request.Whole("startTime") ?? 0, Math.Min(request.Whole("endTime") ?? nowMs, nowMs));
        if (Cursor(request["cursor"]) is { } lastMs) toMs = Math.Min(toMs, lastMs - 1);
        var limit = (int)Math.Clamp(request.Whole("limit") ?? 50, 1, HighestLimit);
        var page = PastOpenInterest.Times(fromMs, toMs, stepMs).Reverse().Take(limit).ToList();
        var next = page.Count == limit ? string.Create(CultureInfo.InvariantCulture, $"lasttime%3D{page[^1]}") : "";
        return RestBody.Ok(new JsonObject
        {
            ["retCode"] = 0,
            ["retMsg"] = "OK",
            ["result"] = new JsonObject
            {
                ["symbol"] = chosen.Spec.Symbol,
                ["category"] = request["category"],
                ["list"] = new JsonArray([.. page.Select(timeMs => Row(chosen, timeMs))]),
                ["nextPageCursor"] = next,
            },
            ["retExtInfo"] = new JsonObject(),
            ["time"] = nowMs,
        });
    }

    private static JsonObject Row(TradedInstrument instrument, long timeMs)
    {
        var single = instrument.PastOpenInterest(timeMs);
        return new()
        {
            ["openInterest"] = (single * 2).Text(),
            ["singleOpenInterest"] = single.Text(),
            ["timestamp"] = timeMs.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static long? StepMs(string? interval) => interval switch
    {
        "5min" => 300_000,
        "15min" => 900_000,
        "30min" => 1_800_000,
        "1h" => 3_600_000,
        "4h" => 14_400_000,
        "1d" => 86_400_000,
        _ => null,
    };

    /// <summary>Cursors are percent-encoded already, so they arrive decoded once or twice.</summary>
    private static long? Cursor(string? cursor) =>
        cursor is not null && Uri.UnescapeDataString(cursor) is var decoded && decoded.StartsWith(CursorPrefix, StringComparison.Ordinal)
            && long.TryParse(decoded[CursorPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var timeMs)
            ? timeMs
            : null;
}
