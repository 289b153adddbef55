using System.Buffers;
using System.Text.Json;

namespace LiqMon.Dashboard;

/// <summary>
/// What has to be sent to turn one version of a page into the next: a JSON array whose numbers in pairs, <c>[from, count]</c>,
/// copy pieces of the old version and whose strings stand for themselves. A piece begins at each opening tag, so that a changed
/// figure costs one cell and a new row costs one row. The script of the page cuts by the same rule.
/// </summary>
internal static class PageDelta
{
    // A copy of less than this is longer than the text itself.
    private const int LeastCopied = 12;
    private const int MostPlaces = 24;
    private const int Ahead = 6;

    /// <summary>Cuts a page before every opening tag.</summary>
    internal static string[] Pieces(string text)
    {
        List<string> pieces = [];
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] != '<' || (at + 1 < text.Length && text[at + 1] == '/'))
                continue;
            pieces.Add(text[start..at]);
            start = at;
        }

        if (start < text.Length)
            pieces.Add(text[start..]);
        return [.. pieces];
    }

    /// <summary>The difference as JSON, UTF-8.</summary>
    internal static byte[] Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var places = PlacesOf(before);
        var output = new ArrayBufferWriter<byte>(4_096);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        var literal = new System.Text.StringBuilder();
        for (var (at, next) = (0, 0); at < after.Count;)
        {
            var (from, count) = Longest(before, after, at, next, places);
            if (count > 0 && Length(after, at, count) >= LeastCopied)
            {
                Flush(json, literal);
                json.WriteStartArray();
                json.WriteNumberValue(from);
                json.WriteNumberValue(count);
                json.WriteEndArray();
                (at, next) = (at + count, from + count);
            }
            else
            {
                literal.Append(after[at]);
                (at, next) = (at + 1, next + 1);
            }
        }

        Flush(json, literal);
        json.WriteEndArray();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static Dictionary<string, List<int>> PlacesOf(IReadOnlyList<string> pieces)
    {
        var places = new Dictionary<string, List<int>>(pieces.Count, StringComparer.Ordinal);
        for (var at = 0; at < pieces.Count; at++)
        {
            if (!places.TryGetValue(pieces[at], out var known))
                places.Add(pieces[at], known = []);
            if (known.Count < MostPlaces)
                known.Add(at);
        }

        return places;
    }

    private static (int From, int Count) Longest(
        IReadOnlyList<string> before, IReadOnlyList<string> after, int at, int next, Dictionary<string, List<int>> places)
    {
        var best = (From: 0, Count: 0);
        // Where the last copy ended, or a few pieces further on, is the likeliest place.
        for (var from = next; from < next + Ahead; from++)
            Try(from);
        if (places.TryGetValue(after[at], out var known))
            known.ForEach(Try);
        return best;

        void Try(int from)
        {
            var count = 0;
            while (from + count < before.Count && at + count < after.Count && before[from + count] == after[at + count])
                count++;
            if (count > best.Count)
                best = (from, count);
        }
    }

    private static int Length(IReadOnlyList<string> pieces, int at, int count)
    {
        var length = 0;
        for (var piece = at; piece < at + count && length < LeastCopied; piece++)
            length += pieces[piece].Length;
        return length;
    }

    private static void Flush(Utf8JsonWriter json, System.Text.StringBuilder literal)
    {
        if (literal.Length > 0)
            json.WriteStringValue(literal.ToString());
        literal.Clear();
    }
}
