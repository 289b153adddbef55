namespace LiqMon.External;

/// <summary>Names of external sources and of their venues: short, lower case, safe in a URL.</summary>
public static class SourceName
{
    /// <summary>What a name may be, for messages.</summary>
    public const string Rule = "letters, digits, dots, underscores and hyphens, at most 40, beginning with a letter or digit";

    /// <summary>Reads a name; upper case becomes lower case.</summary>
    public static bool TryRead(string text, out string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        name = text.Trim().ToLowerInvariant();
        return name.Length is >= 1 and <= 40 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
    }
}
