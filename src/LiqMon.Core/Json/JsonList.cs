using System.Text.Json;

namespace LiqMon.Json;

/// <summary>
/// A list in a REST answer, read where it stands: one row is an element at a time, so that a list of 16 MiB takes no more
/// memory than its longest row. The whole answer is looked through before the first row, so no row of a damaged answer is
/// read. An object of named rows is a list, too.
/// <para><c>{"code":0,"result":{"category":"linear","list":[{"symbol":"BTCUSDT"},{"symbol":"ETHUSDT"}]}}</c></para>
/// </summary>
internal readonly ref struct JsonList
{
    /// <summary>Most tokens of one row; the longest of any venue, 100 liquidations of OKX in one, has 1,500.</summary>
    internal const int MostRowTokens = 100_000;

    private readonly ReadOnlySpan<byte> _list;

    private JsonList(ReadOnlySpan<byte> list, JsonElement outline)
    {
        _list = list;
        Outline = outline;
    }

    /// <summary>The answer without its lists: every array in it is empty.</summary>
    public JsonElement Outline { get; }

    /// <summary>Whether there is an array at the path.</summary>
    public bool IsArray => !_list.IsEmpty && _list[0] == '[';

    /// <summary>Whether there is an object at the path.</summary>
    public bool IsObject => !_list.IsEmpty && _list[0] == '{';

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => _list.IsEmpty || !_list[1..^1].ContainsAnyExcept(" \t\r\n"u8);

    /// <summary>Looks through an answer.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="path">The names of the properties that lead to the list; none where the answer is the list.</param>
    /// <exception cref="JsonException">The bytes are not one JSON value, or hold more values than a venue lists.</exception>
    public static JsonList Open(ReadOnlySpan<byte> body, params ReadOnlySpan<string> path)
    {
        var outline = new JsonOutline(body, path);
        return new(outline.List, outline.Read());
    }

    /// <summary>What stands at the path as one element, to be disposed of by the caller; null where there is no list.</summary>
    public JsonDocument? AsOneRow()
    {
        if (_list.IsEmpty)
            return null;
        var reader = Utf8JsonReaderExtensions.Open(_list);
        reader.Read();
        AssertFits(reader);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>
    /// The rows: elements that are good until the next one. Of an object's rows the values; of one that has no list, none.
    /// </summary>
    public Rows GetEnumerator() => new(_list);

    /// <summary>Counts on a copy of the reader.</summary>
    private static void AssertFits(Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        for (var count = 1; reader.Read() && reader.CurrentDepth > depth; count++)
        {
            if (count > MostRowTokens)
                throw new JsonException("more values in a row than a venue lists");
        }
    }

    /// <summary>Goes through the rows of a list, one element at a time.</summary>
    public ref struct Rows
    {
        private Utf8JsonReader _reader;
        private JsonDocument? _row;

        internal Rows(ReadOnlySpan<byte> list)
        {
            _reader = Utf8JsonReaderExtensions.Open(list.IsEmpty ? "[]"u8 : list);
            _reader.Read();
        }

        /// <summary>The row; not to be kept.</summary>
        public readonly JsonElement Current => _row!.RootElement;

        /// <summary>Moves to the next row. False behind the last.</summary>
        /// <exception cref="JsonException">The row holds more values than a row of any venue.</exception>
        public bool MoveNext()
        {
            Dispose();
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.PropertyName)
                _reader.Read();
            if (_reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                return false;
            AssertFits(_reader);
            _row = JsonDocument.ParseValue(ref _reader);
            return true;
        }

        /// <summary>Gives the last row back.</summary>
        public void Dispose()
        {
            _row?.Dispose();
            _row = null;
        }
    }
}
