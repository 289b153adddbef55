using LiqMon.Configuration;
using LiqMon.Windows;

namespace LiqMon.Alerts;

/// <summary>Which service a target belongs to, and with it the shape of what is posted.</summary>
public enum AlertService
{
    /// <summary>A program of one's own: the alert as JSON.</summary>
    Json,

    /// <summary>A Discord webhook.</summary>
    Discord,

    /// <summary>A Telegram bot.</summary>
    Telegram,

    /// <summary>A Slack incoming webhook.</summary>
    Slack,
}

/// <summary>Where alerts go, and which.</summary>
public sealed record AlertTarget
{
    /// <summary>Its name in the settings, for logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Its service.</summary>
    public required AlertService Service { get; init; }

    /// <summary>The address to post to. Whoever knows it can post there: a secret.</summary>
    public required Secret Url { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c> (json only).</summary>
    public Secret? Token { get; init; }

    /// <summary>The chat a Telegram bot writes to.</summary>
    public string? Chat { get; init; }

    /// <summary>Least dollars of a cascade.</summary>
    public decimal MinUsd { get; init; }

    /// <summary>Only these assets, <c>ALL</c> for the whole market; empty for everything.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>Whether cascades are sent.</summary>
    public bool Cascades { get; init; } = true;

    /// <summary>Whether notices of written reports are sent.</summary>
    public bool Reports { get; init; } = true;

    /// <summary>Whether rules are sent.</summary>
    public bool Rules { get; init; } = true;

    /// <summary>Whether a rule is sent here.</summary>
    public bool Wants(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Rules && (rule.Targets.Count == 0 || rule.Targets.Contains(Name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a cascade is sent here, as far as it has got.</summary>
    public bool Wants(Cascade cascade)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        return Cascades && cascade.MicroUsd >= MinUsd * 1_000_000 && (Assets.Count == 0 || Assets.Contains(cascade.Asset, StringComparer.Ordinal));
    }

    /// <summary>Every secret of it, to be kept out of texts.</summary>
    internal IEnumerable<string> Secrets
    {
        get
        {
            yield return Url.Reveal();
            if (new Uri(Url.Reveal()).PathAndQuery is { Length: > 1 } path)
                yield return path;
            if (Token is { } token)
                yield return token.Reveal();
        }
    }
}
