using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiqMon.Simulator;

/// <summary>Lengths of time such as <c>"25s"</c>.</summary>
internal sealed class LengthConverter : JsonConverter<TimeSpan>
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && Math.Abs(number * milliseconds) <= TimeSpan.FromDays(3_650).TotalMilliseconds)
                return TimeSpan.FromMilliseconds(number * milliseconds);
        }
        throw new JsonException("a length of time is a text such as \"500ms\", \"25s\", \"-2m\" or \"1h\"");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms");
}
