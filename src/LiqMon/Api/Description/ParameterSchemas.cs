using System.Globalization;
using System.Text.Json.Nodes;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>
/// What parameters may be. Programs receive all of them as text and read them by one parser, which lists everything that is wrong; so
/// the framework sees text only, and the limits stand here. A test sends what stands here to a real server.
/// </summary>
internal static class ParameterSchemas
{
    private const string Length = "^[0-9]{1,7}[mhdw]$";
    private const string Map = "api/map";

    /// <summary>Writes the limits into the description of an endpoint.</summary>
    internal static void Describe(OpenApiOperation operation, string path, ApiOptions options)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Name is { } name && Of(path, name, options) is { } schema)
                parameter.Schema = schema;
            parameter.Required = IsRequired(path, parameter.Name);
            parameter.Description = MeaningOf(path, parameter.Name) ?? parameter.Description;
        }
    }

    /// <summary>Whether a query without the parameter is refused.</summary>
    internal static bool IsRequired(string path, string? name) => path == Map && name == "asset";

    /// <summary>What a parameter may be; null where nothing is known beyond its type.</summary>
    internal static OpenApiSchema? Of(string path, string name, ApiOptions options) => name switch
    {
        "asset" when path == Map => new() { Type = JsonSchemaType.Array, Items = Text(null), MinItems = 1, MaxItems = 1 },
        "asset" when path == "api/context" => new() { Type = JsonSchemaType.String, Default = "BTC" },
        "venue" => new() { Type = JsonSchemaType.Array, Items = OneOf(options.Venues.Select(venue => venue.Id)) },
        // No default is named: it holds only where from is missing, and a client that sends it would be refused.
        "window" or "over" => Text(Length),
        "from" or "to" => Text("^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"),
        "include_traditional" or "with_external" or "estimate" or "after" or "score" => new() { Type = JsonSchemaType.Boolean, Default = false },
        "by" when path == "api/squeeze" => OneOf(NamesOf(QueryAnswers.SqueezeGroupings)),
        "by" => OneOf(NamesOf(QueryAnswers.OpenInterestGroupings), EnumNames.Of(QueryAnswers.OpenInterestGroupings[0])),
        "side" => OneOf(Enum.GetValues<LiquidatedSide>().Select(side => EnumNames.Of(side))),
        "min_usd" => Text("^[0-9]+([.][0-9]+)?[kKmMbB]?$", "0"),
        "limit" => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Number(QueryParser.MaxRows), Default = QueryParser.DefaultRows },
        "cursor" => new() { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9_-]+$", MaxLength = ListCursor.LongestText },
        "candles" => OneOf(ContextQuery.CandleNames),
        "range" => new()
        {
            Type = JsonSchemaType.Number,
            Minimum = Number(QueryParser.LeastRange),
            Maximum = Number(QueryParser.MostRange),
            Default = MapQuery.DefaultRange * 100,
        },
        "model" => OneOf(MapQuery.Models.Keys, MapQuery.Models.First(one => one.Value == MapQuery.DefaultModel).Key),
        "horizon" => Text("^[0-9]{1,7}[smhdw]$", LengthText.Of((long)MapQuery.DefaultHorizon.TotalMilliseconds)),
        _ => null,
    };

    /// <summary>What a map means otherwise by a parameter that all questions about a span have.</summary>
    internal static string? MeaningOf(string path, string? name) => name switch
    {
        _ when path != Map => null,
        "asset" => "One asset, such as BTC.",
        "window" => $"Span up to now in which positions were opened: {MapQuery.DefaultWindow} (default), at most {MapQuery.LongestDays}d.",
        _ => null,
    };

    private static IEnumerable<string> NamesOf(IEnumerable<Grouping> groupings) =>
        groupings.Where(grouping => grouping != Grouping.None).Select(grouping => EnumNames.Of(grouping));

    private static OpenApiSchema OneOf(IEnumerable<string> names, string? byDefault = null) =>
        new() { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)JsonValue.Create(name))], Default = byDefault };

    private static OpenApiSchema Text(string? pattern, string? byDefault = null) => new() { Type = JsonSchemaType.String, Pattern = pattern, Default = byDefault };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
