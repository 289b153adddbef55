namespace LiqMon.Alerts;

/// <summary>What a rule is at one moment.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Holds">Whether its condition holds; null where that is not known.</param>
/// <param name="When">The condition as it was written.</param>
/// <param name="Values">What it looked at; null is what is not known, truths are 1 and 0.</param>
/// <param name="Floors">Which totals are only floors, by the call without its member, each with what is missing from it.</param>
public sealed record RuleReading(
    string Rule, bool? Holds, string When, IReadOnlyDictionary<string, double?> Values, IReadOnlyDictionary<string, string> Floors)
{
    /// <summary>Reads a rule now.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    public static RuleReading Of(AlertRule rule, RuleValues values)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(values);
        var calls = rule.Condition.Calls.DistinctBy(call => call.ToString()).ToList();
        return new(
            rule.Name, rule.Condition.Truth(values.Of), rule.When,
            calls.ToDictionary(call => call.ToString(), values.Of, StringComparer.Ordinal),
            calls.DistinctBy(call => call.Source).Select(call => (call.Source, Floor: values.FloorOf(call))).Where(one => one.Floor is not null)
                .ToDictionary(one => one.Source, one => one.Floor!, StringComparer.Ordinal));
    }
}
