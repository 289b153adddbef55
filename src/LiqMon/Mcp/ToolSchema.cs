using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Api;
using Microsoft.OpenApi;

namespace LiqMon.Mcp;

/// <summary>What arguments a tool takes: the parameters of the HTTP endpoint, with its limits and defaults.</summary>
internal static class ToolSchema
{
    /// <summary>The schema of the arguments.</summary>
    /// <param name="parameters">The type that holds them.</param>
    /// <param name="path">The endpoint: <c>api/squeeze</c>.</param>
    /// <param name="options">The venues.</param>
    internal static JsonElement Of(Type parameters, string path, ApiOptions options)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (property, name, meaning) in ParameterNames.Of(parameters))
        {
            var written = Written(ParameterSchemas.Of(path, name, options) ?? Of(property));
            written["description"] = ParameterSchemas.MeaningOf(path, name) ?? meaning;
            properties[name] = written;
            if (ParameterSchemas.IsRequired(path, name))
                required.Add(name);
        }

        var whole = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            whole["required"] = required;
        return JsonSerializer.SerializeToElement(whole);
    }

    /// <summary>What the type of a parameter says, and its attributes.</summary>
    private static OpenApiSchema Of(PropertyInfo property)
    {
        if (property.PropertyType == typeof(string[]))
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } };
        var allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values ?? [];
        if (allowed is [bool, ..])
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = allowed.Length == 0 ? null : [.. allowed.OfType<string>().Select(name => (JsonNode)JsonValue.Create(name))],
        };
    }

    private static JsonObject Written(OpenApiSchema schema)
    {
        using var text = new StringWriter();
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        return JsonNode.Parse(text.ToString())!.AsObject();
    }
}
