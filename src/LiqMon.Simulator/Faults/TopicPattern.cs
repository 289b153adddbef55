namespace LiqMon.Simulator;

/// <summary>Names of topics with asterisks for any text.</summary>
internal static class TopicPattern
{
    public static bool Matches(string pattern, string topic)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1) return pattern == topic;
        if (!topic.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = topic.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }
        return topic.Length - at >= parts[^1].Length && topic.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    /// <summary>
    /// The contract that a topic is about: the longest symbol that stands in it as a whole word, in any case; null for a
    /// topic of many contracts.
    /// </summary>
    public static TradedInstrument? InstrumentOf(string topic, IReadOnlyList<TradedInstrument> instruments)
    {
        TradedInstrument? best = null;
        foreach (var instrument in instruments)
        {
            if (instrument.Spec.Symbol.Length > (best?.Spec.Symbol.Length ?? 0) && HasWord(topic, instrument.Spec.Symbol)) best = instrument;
        }
        return best;
    }

    private static bool HasWord(string topic, string word)
    {
        for (var at = 0; (at = topic.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + word.Length;
            if ((at == 0 || !IsOfName(topic[at - 1])) && (end == topic.Length || !IsOfName(topic[end]))) return true;
        }
        return false;
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_';
}
