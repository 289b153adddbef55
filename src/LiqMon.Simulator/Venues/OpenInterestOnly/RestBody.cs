using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>Writes the answers of venues that are only polled, where a node tree is fast enough.</summary>
internal static class RestBody
{
    /// <summary>An answer with status 200.</summary>
    public static RestAnswer Ok(JsonNode body) => new(200, Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <summary>One row for each listed contract that passes.</summary>
    public static JsonArray Rows(
        IEnumerable<TradedInstrument> instruments, Func<TradedInstrument, bool> isWanted, Func<TradedInstrument, JsonObject> row) =>
        [.. instruments.Where(it => it.Listed && isWanted(it)).Select(row)];

    /// <summary>One row for each listed contract.</summary>
    public static JsonArray Rows(IEnumerable<TradedInstrument> instruments, Func<TradedInstrument, JsonObject> row) =>
        Rows(instruments, static _ => true, row);

    /// <summary>A number as venues send it in a text.</summary>
    public static string Text(this decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The base coin with its factor: 1000PEPE.</summary>
    public static string BaseName(this TradedInstrument it) => (it.Profile.Thousands ? "1000" : "") + it.Spec.Asset;
}
