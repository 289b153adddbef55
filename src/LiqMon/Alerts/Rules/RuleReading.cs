namespace LiqMon.Alerts;

/// <summary>What a rule is at one moment.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Holds">Whether its condition holds; null where that is not known.</param>
/// <param name="When">The condition as it was written.</param>
/// <param name="Values">What it looked at; null is what is not known, truths are 1 and 0.</param>
public sealed record RuleReading(string Rule, bool? Holds, string When, IReadOnlyDictionary<string, double?> Values)
{
    /// <summary>Reads a rule now.</summary>
    /// <exception cref="Store.StoreException">The store cannot be read.</exception>
    public static RuleReading Of(AlertRule rule, RuleValues values)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(values);
        return new(
            rule.Name, rule.Condition.Truth(values.Of), rule.When,
            rule.Condition.Calls.Distinct().Select(call => (Name: call.ToString(), Value: values.Of(call))).DistinctBy(one => one.Name)
                .ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
    }
}
