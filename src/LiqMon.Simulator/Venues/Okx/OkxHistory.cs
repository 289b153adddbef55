using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>
/// What OKX publishes of the past, newest first: liquidations of a family, of which it keeps an hour, and open interest of a
/// contract.
/// </summary>
internal sealed class OkxHistory(IReadOnlyList<TradedInstrument> instruments, PublishedHistory published)
{
    private const int HighestLimit = 100;
    private const long KeptMs = 3_600_000;
    private const int HoursOfAccounts = 72;
    private const double AccountsOffset = 2;

    public RestAnswer Liquidations(ClientRequest request, long nowMs)
    {
        if (request["instType"] is not ("SWAP" or "FUTURES")) return OkxRest.Refuse("51000", "Parameter instType error");
        if ((request["uly"] ?? request["instFamily"]) is not { } family) return OkxRest.Refuse("50015", "Either parameter uly or instFamily is required");
        var before = request.Whole("after") ?? long.MaxValue;
        var rows = published
            .Where(ticket => ticket.Spec.InstType() == request["instType"] && ticket.Spec.Family() == family
                && ticket.EventTimeMs < before && ticket.EventTimeMs >= nowMs - KeptMs)
            .OrderByDescending(ticket => ticket.EventTimeMs).Take((int)Math.Clamp(request.Whole("limit") ?? 100, 1, HighestLimit)).ToList();
        return new(200, JsonBody.Of((Type: request["instType"]!, rows), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("code", "0");
            json.WriteString("msg", "");
            json.WriteStartArray("data");
            OkxFrames.WriteLiquidations(json, it.Type, it.rows);
            json.WriteEndArray();
            json.WriteEndObject();
        }), HoldsOrders: true);
    }

    public RestAnswer OpenInterest(ClientRequest request, long nowMs)
    {
        if (instruments.FirstOrDefault(it => it.Spec.Symbol == request["instId"]) is not { } chosen)
            return OkxRest.Refuse("51001", "Instrument ID doesn't exist.");
        if (StepMs(request["period"]) is not { } stepMs) return OkxRest.Refuse("51000", "Parameter period error");
        // Both ends are left out.
        var fromMs = (request.Whole("begin") ?? 0) + 1;
        var toMs = Math.Min((request.Whole("end") ?? nowMs) - 1, nowMs);
        var times = PastOpenInterest.Times(fromMs, toMs, stepMs).Reverse().Take((int)Math.Clamp(request.Whole("limit") ?? 100, 1, HighestLimit));
        return RestBody.Ok(new JsonObject { ["code"] = "0", ["msg"] = "", ["data"] = new JsonArray([.. times.Select(timeMs => Row(chosen, timeMs))]) });
    }

    /// <summary>Long over short accounts of a coin, hourly, newest first.</summary>
    public RestAnswer Accounts(ClientRequest request, long nowMs)
    {
        if (instruments.All(it => it.Spec.Asset != request["ccy"])) return OkxRest.Refuse("51001", "Currency doesn't exist.");
        if (request["period"] != "1H") return OkxRest.Refuse("51000", "Parameter period error");
        var rows = PastAccounts.Hours(HoursOfAccounts, nowMs).Select(timeMs => (timeMs, Share: PastAccounts.LongShare(timeMs, AccountsOffset)));
        return RestBody.Ok(new JsonObject
        {
            ["code"] = "0",
            ["msg"] = "",
            ["data"] = new JsonArray(
                [.. rows.Select(row => new JsonArray(row.timeMs.ToString(CultureInfo.InvariantCulture), decimal.Round(row.Share / (1m - row.Share), 4).Text()))]),
        });
    }

    private static JsonArray Row(TradedInstrument instrument, long timeMs)
    {
        var (spec, contracts, mark) = (instrument.Spec, instrument.PastOpenInterest(timeMs), instrument.Quote.Mark);
        var coins = spec.Inverse ? contracts * spec.ContractSize / mark : contracts * spec.ContractSize;
        return new(
            timeMs.ToString(CultureInfo.InvariantCulture), contracts.Text(), decimal.Round(coins, 8).Text(), decimal.Round(coins * mark, 6).Text());
    }

    private static long? StepMs(string? period) => period switch
    {
        "5m" => 300_000,
        "1H" => 3_600_000,
        "1Dutc" => 86_400_000,
        _ => null,
    };
}
