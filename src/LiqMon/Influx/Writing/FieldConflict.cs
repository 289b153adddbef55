using System.Text.RegularExpressions;

namespace LiqMon.Influx;

/// <summary>
/// A field that the database already holds with another type. InfluxDB 1.x and 2.x:
/// <c>field type conflict: input field "usd" on measurement "liquidation" is type float, already exists as type integer</c>.
/// </summary>
/// <param name="Measurement">The measurement.</param>
/// <param name="Field">The field.</param>
/// <param name="Written">The type that LiqMon writes.</param>
/// <param name="Existing">The type in the database.</param>
internal sealed partial record FieldConflict(string Measurement, string Field, string Written, string Existing)
{
    /// <summary>The conflict in a refusal; null when it is about something else.</summary>
    internal static FieldConflict? In(string reason)
    {
        var match = Pattern().Match(reason);
        return match.Success
            ? new(match.Groups["measurement"].Value, match.Groups["field"].Value, match.Groups["written"].Value, match.Groups["existing"].Value)
            : null;
    }

    /// <summary>What to do. Not: drop the measurement; InfluxDB 1.6.7 goes on refusing after that.</summary>
    internal string Advice =>
        $"{Field} of {Measurement} is {Existing} in the database and {Written} in LiqMon, so another program has written it. "
        + "Give LiqMon a bucket or database of its own, then write again what was refused: liqmon influx resync --from TIME.";

    [GeneratedRegex("""field type conflict: input field "(?<field>[^"]+)" on measurement "(?<measurement>[^"]+)" is type (?<written>\w+), already exists as type (?<existing>\w+)""")]
    private static partial Regex Pattern();
}
