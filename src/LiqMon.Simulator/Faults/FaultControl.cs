using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>
/// Faults over HTTP while the simulation runs: POST /control/faults adds them and answers with their ids, GET lists them,
/// DELETE takes all out, DELETE /control/faults/7 one.
/// </summary>
internal static class FaultControl
{
    public const string Path = "/control/faults";

    /// <summary>The answer; null when there is no such endpoint.</summary>
    public static async Task<RestAnswer?> AnswerAsync(Simulation simulation, HttpContext http)
    {
        var isOne = http.Request.Path.StartsWithSegments(Path, out var rest) && rest.HasValue;
        int? id = null;
        if (isOne)
        {
            if (!int.TryParse(rest.Value![1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            id = number;
        }
        switch (http.Request.Method)
        {
            case "GET" when !isOne:
                return List(simulation.Faults);
            case "POST" when !isOne:
                return await AddAsync(simulation, await RestGate.BodyAsync(http));
            case "DELETE":
                var known = simulation.Faults;
                if (id is not null && known.All(fault => fault.Id != id)) return Refuse($"there is no fault {id}", 404);
                await simulation.RemoveFaultsAsync(id);
                return List(simulation.Faults);
            default:
                return Refuse("GET, POST and DELETE are understood here", 405);
        }
    }

    private static async Task<RestAnswer> AddAsync(Simulation simulation, string body)
    {
        try
        {
            var added = new List<(int, VenueFault)>();
            var faults = FaultJson.Parse(body);
            foreach (var fault in faults) simulation.Check(fault, isRunning: true);
            foreach (var fault in faults) added.Add((await simulation.InjectAsync(fault), fault));
            return List(added);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return Refuse(wrong.Message, 400);
        }
    }

    private static RestAnswer List(IReadOnlyList<(int Id, VenueFault Fault)> faults) => new(200, JsonBody.Of(faults, static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("faults");
        foreach (var (id, fault) in all)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WritePropertyName("fault");
            FaultJson.Write(json, fault);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static RestAnswer Refuse(string text, int status) => new(status, JsonBody.Of(text, static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("error", it);
        json.WriteEndObject();
    }));
}
