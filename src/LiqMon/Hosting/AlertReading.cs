using System.Globalization;
using LiqMon.Alerts;
using LiqMon.Configuration;
using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Windows;
using Microsoft.Extensions.Configuration;

namespace LiqMon.Hosting;

/// <summary>Reads to whom alerts are posted: any number of targets, each with a name.</summary>
/// <param name="sources">The settings.</param>
/// <param name="list">Reads a setting that may have several values.</param>
/// <param name="secret">Reads a secret from the environment, or from the file that <c>…_FILE</c> names.</param>
/// <param name="errors">What is wrong is added here.</param>
internal sealed class AlertReading(
    SettingsSources sources, Func<string, IReadOnlyList<string>> list, Func<string, Secret?> secret, List<string> errors)
{
    private const string TelegramUrl = "https://api.telegram.org";

    internal IReadOnlyList<AlertTarget> Read() =>
        [.. sources.Merged.GetSection("Alerts").GetChildren().Where(section => !IsRules(section)).Select(section => Read(section)).OfType<AlertTarget>()];

    /// <summary>The section of rules is no target.</summary>
    private static bool IsRules(IConfigurationSection section) => section.Key.Equals(AlertRuleReading.Section, StringComparison.OrdinalIgnoreCase);

    private AlertTarget? Read(IConfigurationSection section)
    {
        var (key, name) = ($"Alerts:{section.Key}", section.Key);
        var before = errors.Count;
        if (name.Length > 40 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            errors.Add($"{TerminalText.Of(key)}: name a target with letters, digits, _ and -.");
        if (Service(key, section["Service"]) is not { } service)
            return null;
        var (url, token, chat) = (secret($"{key}:Url"), secret($"{key}:Token"), section["Chat"]?.Trim());
        var isTelegram = service == AlertService.Telegram;
        if (isTelegram && (token is null || string.IsNullOrEmpty(chat)))
            errors.Add($"{key}: a Telegram bot needs Token, a secret, and Chat; {SettingNames.WhereSecretsGo($"{key}:Token")}");
        if (!isTelegram && url is null)
            errors.Add($"{key}: needs the address to post to, which is a secret; {SettingNames.WhereSecretsGo($"{key}:Url")}");
        if (!isTelegram && !string.IsNullOrEmpty(chat))
            errors.Add($"{key}:Chat is for Telegram only; remove it.");
        if (service is AlertService.Discord or AlertService.Slack && token is not null)
            errors.Add($"{key}:Token is for json and Telegram only; remove it.");
        if (url is not null)
            Check(key, url, isTelegram);
        var (cascades, reports, rules) = Events($"{key}:Events");
        var minUsd = MinUsd($"{key}:MinUsd", section["MinUsd"]);
        return errors.Count > before
            ? null
            : new AlertTarget
            {
                Name = name,
                Service = service,
                Url = isTelegram ? new Secret($"{(url?.Reveal() ?? TelegramUrl).TrimEnd('/')}/bot{token!.Reveal()}/sendMessage") : url!,
                Token = isTelegram ? null : token,
                Chat = chat,
                MinUsd = minUsd,
                Assets = [.. list($"{key}:Assets").Select(Asset).Distinct()],
                Cascades = cascades,
                Reports = reports,
                Rules = rules,
            };
    }

    private AlertService? Service(string key, string? text)
    {
        if (Enum.TryParse<AlertService>(text?.Trim(), ignoreCase: true, out var service) && char.IsAsciiLetter(text!.Trim()[0]))
            return service;
        errors.Add($"{key}:Service: '{TerminalText.Of(text ?? "")}' is not one of {string.Join(", ", Enum.GetNames<AlertService>()).ToLowerInvariant()}.");
        return null;
    }

    // The address itself is a secret and is not repeated.
    private void Check(string key, Secret secret, bool originOnly)
    {
        if (!Uri.TryCreate(secret.Reveal(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            errors.Add($"{key}:Url is not an address; write https://…, without user and password.");
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            errors.Add($"{key}:Url would send alerts unencrypted; use https, http is for this machine only.");
        else if (originOnly && url.PathAndQuery is not ("/" or ""))
            errors.Add($"{key}:Url: for Telegram write https://host:port without a path; the token goes to {key}:Token.");
    }

    private (bool Cascades, bool Reports, bool Rules) Events(string key)
    {
        var names = list(key);
        foreach (var name in names.Where(name => name is not ("cascades" or "reports" or "rules")))
            errors.Add($"{key}: '{TerminalText.Of(name)}' is not one of cascades, reports, rules.");
        return names.Count == 0 ? (true, true, true) : (names.Contains("cascades"), names.Contains("reports"), names.Contains("rules"));
    }

    private decimal MinUsd(string key, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return 0;
        if (decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= 1_000_000_000_000m)
            return dollars;
        errors.Add($"{key}: '{TerminalText.Of(text)}' is not an amount; write dollars as digits, such as 1000000.");
        return 0;
    }

    private static string Asset(string name) =>
        name.Equals(Cascade.MarketWide, StringComparison.OrdinalIgnoreCase) ? Cascade.MarketWide : AssetNames.Normalise(name).Asset;
}
