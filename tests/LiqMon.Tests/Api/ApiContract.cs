using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace LiqMon.Tests.Api;

/// <summary>The description that a server serves of itself, as another program reads it.</summary>
internal sealed class ApiContract
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject _document;
    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    private ApiContract(JsonObject document) => _document = document;

    internal static async Task<ApiContract> ReadAsync(HttpClient http) =>
        new(JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!.AsObject());

    /// <summary>The paths that it describes.</summary>
    internal IReadOnlyList<string> Paths => [.. _document["paths"]!.AsObject().Select(path => path.Key)];

    /// <summary>The one operation of a path.</summary>
    internal JsonObject Get(string path) => _document["paths"]?[path]?["get"]?.AsObject() ?? throw new InvalidOperationException($"{path} is not described.");

    /// <summary>The parameters of a path.</summary>
    internal IEnumerable<JsonObject> Parameters(string path) => Get(path)["parameters"]?.AsArray().Select(one => one!.AsObject()) ?? [];

    /// <summary>The codes that a path is described to answer with.</summary>
    internal IReadOnlyList<int> Codes(string path) =>
        [.. Get(path)["responses"]!.AsObject().Select(code => int.Parse(code.Key, CultureInfo.InvariantCulture)).Order()];

    /// <summary>What of an answer is not as it is described; empty when all is.</summary>
    internal async Task<IReadOnlyList<string>> FaultsAsync(string path, HttpResponseMessage answer)
    {
        var code = (int)answer.StatusCode;
        var where = $"{code} of {answer.RequestMessage?.RequestUri?.PathAndQuery ?? path}";
        if (Get(path)["responses"]![code.ToString(CultureInfo.InvariantCulture)] is not { } described)
            return [$"{where}: the code is not described"];
        List<string> faults = [];
        foreach (var header in described["headers"]?.AsObject().Select(one => one.Key) ?? [])
        {
            // A monitor that is not ready yet does not know when it will be.
            if (!answer.Headers.NonValidated.Contains(header) && !answer.Content.Headers.NonValidated.Contains(header) && path != "/healthz/ready")
                faults.Add($"{where}: there is no {header}");
        }

        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (described["content"]?[type]?["schema"] is not { } schema)
            return [.. faults, $"{where}: {type} is not described"];
        if (type == "application/json")
            faults.AddRange(Faults(schema, await answer.Content.ReadAsStringAsync()).Select(fault => $"{where}: {fault}"));
        return faults;
    }

    /// <summary>What of a result is not as it is described.</summary>
    internal IReadOnlyList<string> Faults(string path, string json) =>
        [.. Faults(Get(path)["responses"]!["200"]!["content"]!["application/json"]!["schema"]!, json)];

    private IEnumerable<string> Faults(JsonNode schema, string json)
    {
        var text = schema.ToJsonString();
        if (!_schemas.TryGetValue(text, out var compiled))
            _schemas.Add(text, compiled = JsonSchema.FromText(Whole(schema)));
        using var answer = JsonDocument.Parse(json);
        var result = compiled.Evaluate(answer.RootElement, Strict);
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")).DefaultIfEmpty("is not valid")];
    }

    /// <summary>The schema with all that it refers to; objects have nothing beyond what is described.</summary>
    private string Whole(JsonNode schema)
    {
        var whole = new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["$defs"] = _document["components"]!["schemas"]!.DeepClone() };
        Close(whole);
        return whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonObject one)
        {
            if (one["properties"] is JsonObject && one["type"]?.ToString() == "object")
                one["additionalProperties"] = false;
            foreach (var (_, child) in one.ToList())
                Close(child);
        }
        else if (node is JsonArray many)
        {
            foreach (var child in many)
                Close(child);
        }
    }
}
