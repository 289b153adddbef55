using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LiqMon.Simulator;

/// <summary>Changes single values of a JSON message that a venue has already written.</summary>
internal static partial class JsonRewriter
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message with the values of some fields changed.</summary>
    /// <param name="body">A JSON message.</param>
    /// <param name="fields">Names of properties, or <c>#5</c> for the sixth item of an array that begins with a text.</param>
    /// <param name="change">From the old value to the new one.</param>
    public static byte[] Change(byte[] body, IReadOnlyCollection<string> fields, Func<JsonValue, JsonNode> change) =>
        Rewrite(body, (name, value) => name is not null && fields.Contains(name) ? change(value) : null);

    /// <summary>The message with <c>+00:00</c> at the end of ISO times instead of <c>Z</c>.</summary>
    public static byte[] WithOffsets(byte[] body) => Encoding.UTF8.GetBytes(Zulu().Replace(Encoding.UTF8.GetString(body), "$1+00:00"));

    /// <summary>The message with its outermost lists empty.</summary>
    /// <param name="body">A JSON message.</param>
    /// <param name="map">Name of an object that holds rows by name, where the venue has no list; null for none.</param>
    public static byte[] WithoutRows(byte[] body, string? map)
    {
        var root = JsonNode.Parse(body)!;
        Empty(root, map);
        return Bytes(root);
    }

    /// <summary>
    /// The side spelt otherwise: words in the other case, truth values as texts, numbers with the sign behind them.
    /// </summary>
    public static JsonNode Respelt(JsonValue side)
    {
        if (side.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return JsonValue.Create(side.GetValue<bool>() ? "yes" : "no");
        var text = side.GetValueKind() == JsonValueKind.String ? side.GetValue<string>() : side.ToJsonString();
        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            return JsonValue.Create(text.StartsWith('-') ? text[1..] + "-" : text + "+");
        var upper = text.ToUpperInvariant();
        return JsonValue.Create(text == upper ? text.ToLowerInvariant() : upper);
    }

    private static byte[] Rewrite(byte[] body, Func<string?, JsonValue, JsonNode?> change)
    {
        var root = JsonNode.Parse(body)!;
        Visit(root, change);
        return Bytes(root);
    }

    private static void Visit(JsonNode node, Func<string?, JsonValue, JsonNode?> change)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, child) in members.ToList())
            {
                if (child is JsonValue value)
                {
                    if (change(name, value) is { } changed) members[name] = changed;
                }
                else if (child is not null)
                {
                    Visit(child, change);
                }
            }
        }
        else if (node is JsonArray items)
        {
            var isRow = items.Count > 0 && items[0] is JsonValue first && first.GetValueKind() == JsonValueKind.String;
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is JsonValue value)
                {
                    if (change(isRow ? string.Create(CultureInfo.InvariantCulture, $"#{i}") : null, value) is { } changed) items[i] = changed;
                }
                else if (items[i] is { } child)
                {
                    Visit(child, change);
                }
            }
        }
    }

    private static void Empty(JsonNode node, string? map)
    {
        if (node is JsonArray rows)
        {
            rows.Clear();
            return;
        }
        if (node is not JsonObject members) return;
        foreach (var (name, child) in members.ToList())
        {
            if (child is JsonObject byName && name == map) byName.Clear();
            else if (child is not null) Empty(child, map);
        }
    }

    private static byte[] Bytes(JsonNode root) => Encoding.UTF8.GetBytes(root.ToJsonString(Relaxed));

    [GeneratedRegex(@"(?<="")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z(?="")")]
    private static partial Regex Zulu();
}
