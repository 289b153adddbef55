using System.Globalization;
using System.Text;

namespace LiqMon.Text;

/// <summary>Makes text from outside harmless for a terminal: control and direction characters are written as escapes.</summary>
public static class TerminalText
{
    /// <summary>The text with every character that could steer a terminal escaped.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsSteering))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsSteering(character))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                safe.Append(character);
        }

        return safe.ToString();
    }

    private static bool IsSteering(char character) =>
        char.IsControl(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
