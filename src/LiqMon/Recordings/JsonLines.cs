namespace LiqMon.Recordings;

/// <summary>Puts lines together until they hold a whole JSON value: until every bracket that was opened is closed.</summary>
internal sealed class JsonLines
{
    private readonly List<string> _lines = [];
    private int _depth;

    /// <summary>Adds a line. True when the value is whole and may be taken.</summary>
    public bool Add(string line)
    {
        _lines.Add(line);
        var isText = false;
        for (var at = 0; at < line.Length; at++)
        {
            switch (line[at])
            {
                // A line never ends inside a text: JSON writes the end of a line as an escape.
                case '"': isText = !isText; break;
                case '\\' when isText: at++; break;
                case '{' or '[' when !isText: _depth++; break;
                case '}' or ']' when !isText: _depth--; break;
            }
        }

        return _depth <= 0;
    }

    /// <summary>The whole value; begins anew.</summary>
    public string Take() => string.Join('\n', TakeLines());

    /// <summary>The lines added so far; begins anew.</summary>
    public IReadOnlyList<string> TakeLines()
    {
        string[] taken = [.. _lines];
        _lines.Clear();
        _depth = 0;
        return taken;
    }
}
