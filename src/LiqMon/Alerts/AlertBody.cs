using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Alerts;

/// <summary>
/// An alert in the shape and within the limits of each service. Sources: Discord, "Execute Webhook" and "Embed Limits"
/// (title 256, description 4,096); Telegram Bot API, <c>sendMessage</c> (text 4,096) and "HTML style"; Slack, "Incoming
/// webhooks", "Header block" (150), "Section block" (3,000) and "Escaping text".
/// </summary>
public static class AlertBody
{
    private const int LongColor = 0xE0_4F_5F;
    private const int ShortColor = 0x2E_A4_3F;
    private const int PlainColor = 0x5B_6B_7A;

    /// <summary>The body of a request, JSON in UTF-8.</summary>
    public static byte[] Of(Alert alert, AlertTarget target)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(target);
        return target.Service switch
        {
            AlertService.Json => JsonSerializer.SerializeToUtf8Bytes(alert, QueryJson.Default.Alert),
            AlertService.Discord => Bytes(Discord(alert)),
            AlertService.Telegram => Bytes(Telegram(alert, target.Chat ?? "")),
            AlertService.Slack => Bytes(Slack(alert)),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
    }

    private static JsonObject Discord(Alert alert) => new()
    {
        ["embeds"] = new JsonArray(new JsonObject
        {
            ["title"] = Fit(alert.Title, 256, Markdown),
            ["description"] = Fit(string.Join('\n', alert.Lines), 4_096, Markdown),
            ["color"] = alert.Cascade?.Side switch
            {
                LiquidatedSide.Long => LongColor,
                LiquidatedSide.Short => ShortColor,
                _ => PlainColor,
            },
            ["timestamp"] = Timestamps.Of(alert.Time),
        }),
        // No name in a text shall ring anybody's bell.
        ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
    };

    private static JsonObject Telegram(Alert alert, string chat)
    {
        var title = Fit(alert.Title, 256, Entities);
        // The limit counts what is left after the entities are read, which is never more.
        return new JsonObject
        {
            ["chat_id"] = chat,
            ["text"] = $"<b>{title}</b>\n{Fit(string.Join('\n', alert.Lines), 4_096 - 1 - title.Length, Entities)}",
            ["parse_mode"] = "HTML",
            ["link_preview_options"] = new JsonObject { ["is_disabled"] = true },
        };
    }

    private static JsonObject Slack(Alert alert) => new()
    {
        ["text"] = Fit(alert.Title, 150, Entities),
        ["blocks"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "header",
                ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = Fit(alert.Title, 150, static _ => null), ["emoji"] = false },
            },
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = Fit(string.Join('\n', alert.Lines), 3_000, Entities) },
            }),
    };

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    private static string? Entities(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    private static string? Markdown(Rune rune) =>
        rune.IsAscii && @"\*_~`|<>[]#".Contains((char)rune.Value, StringComparison.Ordinal) ? $"\\{rune}" : null;

    /// <summary>The text with what steers the service escaped, cut where it would get longer than the limit.</summary>
    private static string Fit(string text, int limit, Func<Rune, string?> escape)
    {
        var fitted = new StringBuilder(Math.Min(text.Length, limit));
        var safeLength = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            fitted.Append(escape(rune) ?? rune.ToString());
            if (fitted.Length > limit)
                return fitted.ToString(0, safeLength) + "…";
            if (fitted.Length < limit)
                safeLength = fitted.Length;
        }

        return fitted.ToString();
    }
}
