using System.Text.Json;
using LiqMon.Api;

namespace LiqMon.Mcp;

/// <summary>Reads the arguments of a tool into the parameters that HTTP has.</summary>
internal static class ToolArguments
{
    /// <summary>The parameters.</summary>
    /// <param name="arguments">As they were sent; null for none.</param>
    /// <param name="errors">What is wrong with their names or kinds; values are read by the query's own parser.</param>
    internal static T Read<T>(IDictionary<string, JsonElement>? arguments, List<string> errors)
        where T : new()
    {
        var parameters = new T();
        if (arguments is null)
            return parameters;
        errors.AddRange(ParameterNames.Unknown(typeof(T), arguments.Keys));
        foreach (var (property, name, _) in ParameterNames.Of(typeof(T)))
        {
            if (!arguments.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                continue;
            var texts = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Text).ToList() : [Text(value)];
            if (texts.Contains(null))
                errors.Add($"{name}: is no text, number or truth, nor a list of them");
            else if (property.PropertyType == typeof(string[]))
                property.SetValue(parameters, texts.OfType<string>().ToArray());
            else if (value.ValueKind == JsonValueKind.Array)
                errors.Add($"{name}: is one value, not a list");
            else
                property.SetValue(parameters, texts[0]);
        }

        return parameters;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
