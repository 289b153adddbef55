using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LiqMon.Simulator;

/// <summary>
/// Faults as JSON: one object, a list of them, or <c>{"faults":[…]}</c>. Lengths of time are <c>"500ms"</c>, <c>"25s"</c>,
/// <c>"-2m"</c>, <c>"1h"</c>; comments and trailing commas are allowed.
/// </summary>
/// <example><code>[{"kind":"shift_clock","venue":"bybit","by":"-2m"},{"kind":"silence","venue":"*","from":"1m","for":"25s","scope":"controls"}]</code></example>
public static class FaultJson
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // By reflection: what is generated at compile time forgets the defaults of init-only members.
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new LengthConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private static readonly string[] Kinds =
        [.. typeof(VenueFault).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(it => (string)it.TypeDiscriminator!)];

    /// <summary>Reads faults.</summary>
    /// <exception cref="FormatException">The text is no such JSON; the message names the fault by its number and what is wrong.</exception>
    public static IReadOnlyList<VenueFault> Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("faults", out var list)) root = list;
            return root.ValueKind switch
            {
                JsonValueKind.Array => [.. root.EnumerateArray().Select((item, index) => Read(item, index + 1))],
                JsonValueKind.Object => [Read(root, 1)],
                _ => throw new FormatException("expected a fault, a list of faults, or an object with \"faults\""),
            };
        }
        catch (JsonException error)
        {
            throw new FormatException($"no JSON: {error.Message}", error);
        }
    }

    /// <summary>Writes a fault as it is read.</summary>
    internal static void Write(Utf8JsonWriter json, VenueFault fault) => JsonSerializer.Serialize(json, fault, Options);

    private static VenueFault Read(JsonElement item, int number)
    {
        if (item.Text("kind") is not { } kind || !Kinds.Contains(kind))
            throw new FormatException($"fault {number}: kind {item.Text("kind") ?? "(none)"} is not one of {string.Join(", ", Kinds)}");
        try
        {
            var fault = item.Deserialize<VenueFault>(Options)!;
            return fault.Invalid() is { } wrong ? throw new FormatException($"fault {number} ({kind}): {wrong}") : fault;
        }
        catch (JsonException error)
        {
            throw new FormatException($"fault {number} ({kind}): {error.Message}", error);
        }
    }
}
