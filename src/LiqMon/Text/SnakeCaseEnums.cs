using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiqMon.Text;

/// <summary>Writes enum members of every type in lower snake case, and reads nothing else: no numbers.</summary>
public sealed class SnakeCaseEnums : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsEnum;
    }

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var factory = (JsonConverterFactory)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;
        return factory.CreateConverter(typeToConvert, options);
    }

    private sealed class Names<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
