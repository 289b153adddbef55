namespace LiqMon.Alerts;

/// <summary>A rule of the settings: what to wait for, how long it must hold, and how often it is sent while it does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">The condition as it was written.</param>
/// <param name="Condition">The condition, understood and checked.</param>
/// <param name="For">For how long it must hold without a break before it is sent.</param>
/// <param name="Repeat">After how long it is sent again while it holds; null for not at all.</param>
/// <param name="Targets">Only these targets, by name; empty for all that take rules.</param>
public sealed record AlertRule(string Name, string When, RuleNode Condition, TimeSpan For, TimeSpan? Repeat, IReadOnlyList<string> Targets);

/// <summary>Which rule an alert is about, and what it saw.</summary>
/// <param name="Name">The rule.</param>
/// <param name="When">Its condition.</param>
/// <param name="Since">Since when it has held.</param>
/// <param name="Values">What the condition looked at; null is what is not known.</param>
/// <param name="Floors">Which totals are only floors, each with what is missing from it; empty where all are complete.</param>
public sealed record RuleAlert(
    string Name, string When, DateTimeOffset Since, IReadOnlyDictionary<string, double?> Values, IReadOnlyDictionary<string, string> Floors);
