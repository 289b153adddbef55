using System.Text.Json;
using LiqMon.Text;

namespace LiqMon.Influx;

/// <summary>Finds the reason in the body of a refusal.</summary>
internal static class ServerMessage
{
    private const int MaxLength = 300;

    /// <summary>
    /// <c>message</c> in 2.x (<c>{"code":"invalid","message":"unable to parse"}</c>), <c>error</c> in 1.x and 3, or the text
    /// itself; in one line, without characters that steer a terminal.
    /// </summary>
    internal static string Of(string body)
    {
        var text = TerminalText.Of((Field(body) ?? body).Trim());
        return text.Length > MaxLength ? text[..MaxLength] + "…" : text;
    }

    private static string? Field(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            return json.RootElement.TryGetProperty("message", out var message) || json.RootElement.TryGetProperty("error", out message)
                ? message.ToString()
                : null;
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is the reason.
            return null;
        }
    }
}
