using System.Text.Json;

namespace LiqMon.Import;

/// <summary>
/// Reads JSON as CoinGlass and Coinalyze send it, with their envelope or without.
/// <para>
/// CoinGlass v4: <c>{"code":"0","msg":"success","data":[{"time":1658966400000,"aggregated_long_liquidation_usd":5916885.14,
/// "aggregated_short_liquidation_usd":12969583.87}]}</c>; of a pair <c>long_liquidation_usd</c> as text.
/// Coinalyze v1: <c>[{"symbol":"BTCUSDT_PERP.A","history":[{"t":1700000000,"l":1.5,"s":2}]}]</c>.
/// Rows may also be arrays of time, long and short. Source: the API documentation of both.
/// </para>
/// </summary>
internal static class JsonTotals
{
    private const string SymbolColumn = "symbol";
    private static readonly string[] Positions = ["time", "long", "short"];

    // As people copy it, comments of a documentation and all.
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a whole stream.</summary>
    /// <exception cref="ImportException">It is not JSON, or holds an error instead of rows.</exception>
    internal static TotalsTable Read(Stream stream)
    {
        var entries = new List<(string? Symbol, List<(string Name, string Value)> Fields)>();
        try
        {
            using var document = JsonDocument.Parse(stream, Options);
            foreach (var (symbol, row) in Entries(document.RootElement, null))
                entries.Add((symbol, [.. Fields(row)]));
        }
        catch (JsonException malformed)
        {
            throw new ImportException($"it is not JSON: {malformed.Message}", malformed);
        }

        var headers = entries.SelectMany(entry => entry.Fields.Select(field => field.Name)).Distinct(StringComparer.Ordinal).ToList();
        var hasSymbol = entries.Exists(entry => entry.Symbol is not null) && !headers.Contains(SymbolColumn);
        if (hasSymbol)
            headers.Add(SymbolColumn);
        var places = headers.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at, StringComparer.Ordinal);
        return new TotalsTable(headers, [.. entries.Select((entry, at) => new TotalsRow(at + 1, Row(entry, places, hasSymbol)))]);
    }

    private static string[] Row(
        (string? Symbol, List<(string Name, string Value)> Fields) entry, Dictionary<string, int> places, bool hasSymbol)
    {
        var row = new string[places.Count];
        Array.Fill(row, "");
        foreach (var (name, value) in entry.Fields)
            row[places[name]] = value;
        if (hasSymbol)
            row[places[SymbolColumn]] = entry.Symbol ?? "";
        return row;
    }

    private static IEnumerable<(string? Symbol, JsonElement Row)> Entries(JsonElement element, string? symbol)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array when IsRow(element):
                return [(symbol, element)];
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(entry => Entries(entry, symbol));
            case JsonValueKind.Object when element.TryGetProperty("history", out var history):
                return Entries(history, element.TryGetProperty(SymbolColumn, out var name) ? Text(name) : symbol);
            case JsonValueKind.Object when element.TryGetProperty("data", out var data):
                return data.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Entries(data, symbol) : throw Refused(element);
            case JsonValueKind.Object when element.TryGetProperty("code", out _) || element.TryGetProperty("message", out _):
                throw Refused(element);
            case JsonValueKind.Object:
                return [(symbol, element)];
            default:
                throw new ImportException($"it holds {Text(element)} where rows are expected");
        }
    }

    private static ImportException Refused(JsonElement envelope)
    {
        var why = envelope.TryGetProperty("msg", out var msg) || envelope.TryGetProperty("message", out msg) ? Text(msg) : "no rows";
        return new ImportException($"it is an error and no history: {why}");
    }

    private static bool IsRow(JsonElement array) =>
        array.GetArrayLength() == Positions.Length && array.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.String);

    private static IEnumerable<(string Name, string Value)> Fields(JsonElement row) => row.ValueKind == JsonValueKind.Array
        ? Positions.Zip(row.EnumerateArray().Select(Text))
        : row.EnumerateObject().DistinctBy(property => property.Name).Select(property => (property.Name, Text(property.Value)));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
