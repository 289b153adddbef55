namespace LiqMon.Text;

/// <summary>A venue's words made fit for a log: short, and without control characters that could forge a line.</summary>
internal static class LogSanitizer
{
    private const int Longest = 256;

    public static string Of(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
            return "(no words)";
        return string.Create(Math.Min(words.Length, Longest), words, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = char.IsControl(from[i]) || char.GetUnicodeCategory(from[i]) is System.Globalization.UnicodeCategory.Format ? '·' : from[i];
        });
    }
}
