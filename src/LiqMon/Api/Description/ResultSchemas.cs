using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LiqMon.Text;
using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>What the description of a result lacks because converters of LiqMon write the value.</summary>
internal static class ResultSchemas
{
    /// <summary>Completes the schema of one type.</summary>
    internal static void Complete(OpenApiSchema schema, JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        if (type == typeof(DateTimeOffset))
            schema.Type = type == json.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        else if (type.IsEnum)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, NamesOf(type));
        else if (json.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 } properties)
            schema.Required = new SortedSet<string>(json.Properties.Where(IsAlwaysWritten).Select(one => one.Name).Where(properties.ContainsKey), StringComparer.Ordinal);
    }

    /// <summary>The names of an enum as JSON. Where there may be none as well, whoever refers to it says so.</summary>
    internal static List<JsonNode> NamesOf(Type type) =>
        [.. Enum.GetNames(type).Select(name => (JsonNode)JsonValue.Create(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true) is not { Length: > 0 };
}
