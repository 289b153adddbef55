using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>
/// Follows the pages of a venue's history. One object serves one page: it takes the time of every row, counts rows that
/// cannot be read, and decides where the page leads. Only an end that proves that nothing is missing counts as complete;
/// a page that leads no further ends the history at once.
/// </summary>
/// <param name="fromMs">Start of the span, Unix milliseconds, inclusive.</param>
/// <param name="toMs">Its end, exclusive.</param>
/// <param name="readings">Receives the reason of every row that cannot be read; null where they have been read already.</param>
internal sealed class HistoryPaging(long fromMs, long toMs, FrameReadings? readings)
{
    private int _rows;
    private long _oldestMs = long.MaxValue;
    private long _newestMs = long.MinValue;

    /// <summary>Rows seen, readable or not.</summary>
    public int Rows => _rows;

    /// <summary>Whether any row has a time that can be read.</summary>
    public bool HasTime => _newestMs >= _oldestMs;

    /// <summary>Time of the oldest row, Unix milliseconds; the largest number without one.</summary>
    public long OldestMs => _oldestMs;

    /// <summary>Time of the newest row, Unix milliseconds; the smallest number without one.</summary>
    public long NewestMs => _newestMs;

    private bool IsOneMoment => _oldestMs == _newestMs;

    /// <summary>What distinguishes this page from another: the same rows again are no progress.</summary>
    public PageMark Mark => new(_rows, _oldestMs, _newestMs);

    /// <summary>Takes a row. One that cannot be read is counted, unless its time shows that it lies outside the span.</summary>
    /// <param name="timeMs">Its time, Unix milliseconds; 0 for none.</param>
    /// <param name="isReadable">Whether its numbers can be read.</param>
    /// <returns>Whether the row can be read and lies within the span.</returns>
    public bool Includes(long timeMs, bool isReadable = true)
    {
        var hasTime = Take(timeMs);
        if (hasTime && (timeMs < fromMs || timeMs >= toMs))
            return false;
        if (hasTime && isReadable)
            return true;
        readings?.Reject(isReadable ? RejectReason.ImpossibleTime : RejectReason.BadNumber);
        return false;
    }

    /// <summary>Takes a row that cannot be read for another reason than its time.</summary>
    public void Refuse(RejectReason reason, long timeMs = 0)
    {
        Take(timeMs);
        readings?.Reject(reason);
    }

    /// <summary>Moves to the next row that is an object; others are counted as unreadable. False at the array's end.</summary>
    public bool NextRow(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                return true;
            reader.SkipNested();
            Refuse(RejectReason.BadNumber);
        }

        return false;
    }

    /// <summary>Reads the rows of the list in a property of an answer.</summary>
    /// <exception cref="JsonException">There is no such list.</exception>
    public void ReadRows(ReadOnlySpan<byte> body, ReadOnlySpan<byte> property, RowReader read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        var isList = false;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.NextProperty(out var name))
            {
                if (!name.SequenceEqual(property) || !reader.Enters(JsonTokenType.StartArray))
                {
                    reader.SkipNested();
                    continue;
                }

                isList = true;
                while (NextRow(ref reader))
                    read(ref reader);
            }

            reader.End();
        }

        if (!isList)
            throw new JsonException($"no list of {System.Text.Encoding.ASCII.GetString(property)}");
    }

    /// <summary>Whether a row is an object; if not it is counted as unreadable.</summary>
    public bool IsRow(JsonElement row)
    {
        if (row.ValueKind == JsonValueKind.Object)
            return true;
        Refuse(RejectReason.BadNumber);
        return false;
    }

    /// <summary>Where a page leads whose rows come newest first and whose cursor is a time.</summary>
    /// <param name="rules">How the venue cuts pages.</param>
    /// <param name="lastMs">The last moment that the call named, Unix milliseconds, inclusive.</param>
    /// <param name="call">The call for rows up to a moment, inclusive.</param>
    public HistoryStep NewestFirst(PageRules rules, long lastMs, Func<long, RestRequest> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (EndOf(rules, hasMore: null) is { } end)
            return HistoryStep.Ends(end);
        if (_oldestMs < fromMs + (rules.RowDistanceMs > 0 ? 1 : 0))
            return HistoryStep.Ends(HistoryEnd.ReachedStart);
        if (_oldestMs > lastMs || (_oldestMs == lastMs && !IsOneMoment))
            return HistoryStep.Ends(HistoryEnd.NoProgress);
        // More rows of the oldest moment may follow, so it is requested again, unless it filled the page alone.
        var next = rules.RowDistanceMs > 0 ? _oldestMs - 1 : Math.Min(_oldestMs, lastMs - 1);
        HistoryEnd? flaw = next < _oldestMs && IsCrowded(rules) ? HistoryEnd.CrowdedMoment : null;
        return next < fromMs ? HistoryStep.Ends(flaw ?? HistoryEnd.ReachedStart) : HistoryStep.Continues(call(next), flaw);
    }

    /// <summary>Where a page leads whose rows come oldest first and whose cursor is a time.</summary>
    /// <param name="rules">How the venue cuts pages.</param>
    /// <param name="firstMs">The first moment that the call named, Unix milliseconds, inclusive.</param>
    /// <param name="call">The call for rows from a moment on, inclusive.</param>
    /// <param name="hasMore">Whether the venue says that more follows; null if it says nothing.</param>
    public HistoryStep OldestFirst(PageRules rules, long firstMs, Func<long, RestRequest> call, bool? hasMore = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (EndOf(rules, hasMore) is { } end)
            return HistoryStep.Ends(end);
        if (_newestMs >= toMs)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        if (_newestMs < firstMs || (_newestMs == firstMs && !IsOneMoment))
            return HistoryStep.Ends(HistoryEnd.NoProgress);
        var next = rules.RowDistanceMs > 0 ? _newestMs + rules.RowDistanceMs : Math.Max(_newestMs, firstMs + 1);
        HistoryEnd? flaw = next > _newestMs && (hasMore == true || IsCrowded(rules)) && rules.RowDistanceMs == 0
            ? HistoryEnd.CrowdedMoment
            : null;
        return next >= toMs ? HistoryStep.Ends(flaw ?? HistoryEnd.ReachedEnd) : HistoryStep.Continues(call(next), flaw);
    }

    /// <summary>Where a page leads whose rows come newest first, one a moment, and whose cursor the venue returns.</summary>
    /// <param name="rules">How the venue cuts pages.</param>
    /// <param name="lastMs">Time of the oldest row of the page before; the end of the span on the first page.</param>
    /// <param name="call">The call for the next page; null if the venue returned no cursor.</param>
    public HistoryStep ByCursor(PageRules rules, long lastMs, Func<RestRequest>? call)
    {
        if (_rows == 0)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        if (!HasTime)
            return HistoryStep.Ends(HistoryEnd.NoTime);
        if (_oldestMs <= fromMs)
            return HistoryStep.Ends(HistoryEnd.ReachedStart);
        if (call is null)
            return HistoryStep.Ends(_rows < rules.FullPageRows ? HistoryEnd.ReachedEnd : HistoryEnd.FullPageWithoutCursor);
        return _oldestMs < lastMs ? HistoryStep.Continues(call()) : HistoryStep.Ends(HistoryEnd.NoProgress);
    }

    /// <summary>Where a page leads at a venue that counts its pages and says whether another follows.</summary>
    /// <param name="rules">How the venue cuts pages.</param>
    /// <param name="before">The page before; null on the first page.</param>
    /// <param name="call">The call for the next page.</param>
    /// <param name="hasMore">Whether the venue says that more follows; null if it says nothing.</param>
    public HistoryStep ByNumber(PageRules rules, PageMark? before, Func<RestRequest> call, bool? hasMore)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (EndOf(rules, hasMore) is { } end)
            return HistoryStep.Ends(end);
        if (hasMore is null)
            return HistoryStep.Ends(HistoryEnd.FullPageWithoutCursor);
        return Mark == before ? HistoryStep.Ends(HistoryEnd.NoProgress) : HistoryStep.Continues(call());
    }

    private HistoryEnd? EndOf(PageRules rules, bool? hasMore)
    {
        if (_rows == 0)
            return hasMore == true ? HistoryEnd.NoProgress : HistoryEnd.ReachedEnd;
        if (!HasTime)
            return HistoryEnd.NoTime;
        return hasMore == false || (hasMore is null && rules.ShortPageIsLast && _rows < rules.FullPageRows)
            ? HistoryEnd.ReachedEnd
            : null;
    }

    private bool IsCrowded(PageRules rules) => IsOneMoment && rules.RowDistanceMs == 0 && _rows >= rules.FullPageRows;

    private bool Take(long timeMs)
    {
        _rows++;
        if (!EventTime.IsPlausible(timeMs))
            return false;
        _oldestMs = Math.Min(_oldestMs, timeMs);
        _newestMs = Math.Max(_newestMs, timeMs);
        return true;
    }
}

/// <summary>Reads the row at whose start the reader stands, to its end.</summary>
internal delegate void RowReader(ref Utf8JsonReader reader);
