using System.Text;
using System.Text.RegularExpressions;

namespace LiqMon.Venues;

/// <summary>
/// The topics of a subscribe message: the elements of its first JSON array, as they stand there. A message without an array
/// of several elements is one topic as a whole.
/// <code>{"req_id":"1","op":"subscribe","args":["tickers.BTCUSDT","allLiquidation.BTCUSDT"]}</code>
/// </summary>
public static partial class SubscribeTopics
{
    /// <summary>The topics of a message, in its order.</summary>
    public static IReadOnlyList<string> Of(SubscribeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = Encoding.UTF8.GetString(message.Text.Span);
        return Elements(text) is { Count: > 1 } elements ? [.. elements.Select(element => text[element.Start..element.End])] : [text];
    }

    /// <summary>The same message with some of its topics, under another id where its text holds one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="topics">Some of its topics; at least one.</param>
    /// <param name="id">The new id; unique within the plan.</param>
    public static SubscribeMessage With(SubscribeMessage message, IReadOnlyList<string> topics, int id)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(topics);
        var text = Encoding.UTF8.GetString(message.Text.Span);
        var elements = Elements(text);
        if (elements.Count < 2 || topics.Count == elements.Count)
            return message;
        var (head, tail) = (text[..elements[0].Start], text[elements[^1].End..]);
        var renamed = (Head: WithId(head, message.Id, id), Tail: WithId(tail, message.Id, id));
        // A venue that repeats no id recognises its message by what is in it.
        var newId = renamed == (head, tail) ? message.Id : id;
        return new(
            newId, Encoding.UTF8.GetBytes(renamed.Head + string.Join(',', topics) + renamed.Tail),
            message.Acks == elements.Count ? topics.Count : message.Acks);
    }

    /// <summary>
    /// The topics of a message, each with all that it takes to subscribe it and without ids: equal texts subscribe the same,
    /// in whatever message they stand.
    /// </summary>
    public static IEnumerable<string> KeysOf(SubscribeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = Encoding.UTF8.GetString(message.Text.Span);
        var elements = Elements(text);
        if (elements.Count < 2)
            return [WithId(text, message.Id, 0)];
        var (head, tail) = (WithId(text[..elements[0].Start], message.Id, 0), WithId(text[elements[^1].End..], message.Id, 0));
        return elements.Select(element => string.Concat(head, text.AsSpan(element.Start, element.End - element.Start), tail));
    }

    /// <summary>
    /// One topic of a message as <see cref="KeysOf"/> has it: the same element in another kind of message is another topic.
    /// <code>{"event":"subscribe","feed":"trade","product_ids":["PF_XBTUSD","PF_ETHUSD"]}</code>
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="topic">One of its topics.</param>
    public static string KeyOf(SubscribeMessage message, string topic)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(topic);
        var text = Encoding.UTF8.GetString(message.Text.Span);
        return Elements(text) is { Count: > 1 } elements
            ? WithId(text[..elements[0].Start], message.Id, 0) + topic + WithId(text[elements[^1].End..], message.Id, 0)
            : WithId(text, message.Id, 0);
    }

    /// <summary>Whether the venue confirms each topic of a message by itself.</summary>
    public static bool AreConfirmedOneByOne(SubscribeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Acks > 1 && message.Acks == Of(message).Count;
    }

    /// <summary>Whether a text holds a contract's symbol as a word of its own.</summary>
    public static bool Names(string text, string symbol)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(symbol);
        for (var at = 0; (at = text.IndexOf(symbol, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + symbol.Length;
            if ((at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_';

    private static string WithId(string text, int from, int to) =>
        IdProperty().Replace(text, match => match.Groups["id"].Value == from.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? $"{match.Groups["before"].Value}{to}" : match.Value);

    [GeneratedRegex("""(?<before>"(?:id|req_id|reqId|cid)"\s*:\s*"?)(?<id>\d+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex IdProperty();

    /// <summary>Where the elements of the first array lie.</summary>
    private static List<(int Start, int End)> Elements(string text)
    {
        var places = new List<(int Start, int End)>();
        var start = -1;
        var depth = 0;
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted)
            {
                at += letter == '\\' ? 1 : 0;
                quoted = letter != '"';
            }
            else if (letter == '"')
            {
                quoted = true;
            }
            else if (start < 0)
            {
                start = letter == '[' ? at + 1 : -1;
            }
            else if (letter is '[' or '{')
            {
                depth++;
            }
            else if (depth > 0)
            {
                depth -= letter is ']' or '}' ? 1 : 0;
            }
            else if (letter is ',' or ']')
            {
                places.Add((start, at));
                start = at + 1;
                if (letter == ']')
                    return places;
            }
        }

        return [];
    }
}
