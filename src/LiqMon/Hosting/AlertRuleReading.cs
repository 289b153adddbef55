using LiqMon.Alerts;
using LiqMon.Configuration;
using LiqMon.Queries;
using LiqMon.Text;
using Microsoft.Extensions.Configuration;

namespace LiqMon.Hosting;

/// <summary>Reads the rules of alerts: any number, each with a name or a number in the list.</summary>
/// <param name="sources">The settings.</param>
/// <param name="list">Reads a setting that may have several values.</param>
/// <param name="errors">What is wrong is added here.</param>
internal sealed class AlertRuleReading(SettingsSources sources, Func<string, IReadOnlyList<string>> list, List<string> errors)
{
    /// <summary>The part of the alerts that holds them.</summary>
    internal const string Section = "Rules";

    internal IReadOnlyList<AlertRule> Read(IReadOnlyList<KnownVenue> venues, IReadOnlyList<AlertTarget> targets) =>
        [.. sources.Merged.GetSection($"Alerts:{Section}").GetChildren().Select(section => Read(section, venues, targets)).OfType<AlertRule>()];

    private AlertRule? Read(IConfigurationSection section, IReadOnlyList<KnownVenue> venues, IReadOnlyList<AlertTarget> targets)
    {
        var key = $"Alerts:{Section}:{TerminalText.Of(section.Key)}";
        var before = errors.Count;
        if (section.Key.Length > 40 || !section.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            errors.Add($"{key}: name a rule with letters, digits, _ and -.");
        // One line, whatever the file has: it stands in titles and in the log.
        var when = string.Join(' ', (section["When"] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        RuleNode? condition = null;
        if (when.Length == 0)
            errors.Add($"{key}:When: write a condition, such as squeeze(BTC,1h).short_usd > 50M.");
        else if ((condition = RuleParser.Read(when, out var unread)) is null)
            errors.Add($"{key}:When: '{TerminalText.Of(when)}' {unread}.");
        else
            errors.AddRange(new RuleCheck(venues).Errors(condition).Select(error => $"{key}:When: {error}."));
        var holds = Length(key + ":For", section["For"]) ?? TimeSpan.Zero;
        var repeat = Length(key + ":Repeat", section["Repeat"]);
        var only = list(key + ":Targets");
        foreach (var name in only.Where(name => !targets.Any(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase))))
            errors.Add($"{key}:Targets: '{TerminalText.Of(name)}' is no target of Alerts.");
        return errors.Count > before ? null : new AlertRule(section.Key, when, condition!, holds, repeat, only);
    }

    private TimeSpan? Length(string key, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (SpanText.TryDuration(text.Trim(), out var length))
            return length;
        errors.Add($"{key}: '{TerminalText.Of(text)}' is not a length of time; write a number and s, m, h, d or w, such as 60s.");
        return null;
    }
}
