using System.Buffers;
using System.Text.Json;

namespace LiqMon.Json;

/// <summary>
/// Looks through an answer once: finds the list at a path and copies everything around it, with every array empty.
/// Of names that stand twice in an object the last one counts, as in a document.
/// </summary>
internal ref struct JsonOutline
{
    /// <summary>Most tokens outside of lists; an answer of a venue has some twenty.</summary>
    internal const int MostTokens = 10_000;

    private readonly ReadOnlySpan<byte> _body;
    private readonly ArrayBufferWriter<byte> _outline = new();
    private Utf8JsonReader _reader;
    private ReadOnlySpan<byte> _list;
    private int _copied;
    private int _tokens;

    /// <summary>Looks through an answer.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value, or hold more values than a venue lists.</exception>
    public JsonOutline(ReadOnlySpan<byte> body, scoped ReadOnlySpan<string> path)
    {
        _body = body;
        _reader = Utf8JsonReaderExtensions.Open(body);
        Next();
        var outside = 0;
        Walk(path, isOnPath: !path.IsEmpty || _reader.TokenType == JsonTokenType.StartArray, ref outside);
        _reader.End();
        Copy(body.Length);
    }

    /// <summary>The list with its brackets; empty where there is none.</summary>
    public readonly ReadOnlySpan<byte> List => _list;

    /// <summary>What is around the lists.</summary>
    public readonly JsonElement Read()
    {
        var reader = Utf8JsonReaderExtensions.Open(_outline.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private void Walk(scoped ReadOnlySpan<string> path, bool isOnPath, ref int outside)
    {
        if (outside++ > MostTokens)
            throw new JsonException("more values around a list than a venue sends");
        var isEnd = isOnPath && path.IsEmpty;
        if (_reader.TokenType == JsonTokenType.StartArray || (isEnd && _reader.TokenType == JsonTokenType.StartObject))
            PassList(isEnd);
        else if (_reader.TokenType == JsonTokenType.StartObject)
            WalkObject(path, isOnPath, ref outside);
    }

    private void WalkObject(scoped ReadOnlySpan<string> path, bool isOnPath, ref int outside)
    {
        while (Next() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var leads = isOnPath && _reader.ValueTextEquals(path[0]);
            if (leads)
                _list = default;
            Next();
            Walk(leads ? path[1..] : default, leads, ref outside);
        }
    }

    private void PassList(bool isEnd)
    {
        var (start, depth) = ((int)_reader.TokenStartIndex, _reader.CurrentDepth);
        Copy(start + 1);
        do
            Next();
        while (_reader.CurrentDepth > depth);
        _copied = (int)_reader.TokenStartIndex;
        if (isEnd)
            _list = _body[start..(_copied + 1)];
    }

    private void Copy(int end)
    {
        _outline.Write(_body[_copied..end]);
        _copied = end;
    }

    private bool Next()
    {
        if (!_reader.Read())
            return false;
        if (++_tokens > JsonElementExtensions.MostTokens)
            throw new JsonException("more values than a venue lists");
        // No venue escapes a name, and a document throws another exception over one with half a surrogate pair.
        if (_reader.TokenType == JsonTokenType.PropertyName && _reader.ValueIsEscaped)
            throw new JsonException("a name with escapes");
        return true;
    }
}
