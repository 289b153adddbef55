namespace LiqMon.Influx;

/// <summary>What became of a batch.</summary>
/// <param name="Outcome">
/// <see cref="WriteStatus.Stored"/> when nothing of the batch has to be sent again; otherwise
/// <see cref="WriteStatus.Denied"/> or <see cref="WriteStatus.Unavailable"/>: then all of it has.
/// </param>
/// <param name="Message">Why it has to be sent again.</param>
/// <param name="RetryAfter">For how long the server asks to be left alone.</param>
internal sealed record DeliveryResult(WriteStatus Outcome, string Message = "", TimeSpan? RetryAfter = null);

/// <summary>
/// Delivers batches: halves what is too large, finds the points that the server does not accept by halving, and gives up
/// only these. Points are the same whenever they are sent, so sending a part twice changes nothing.
/// </summary>
/// <param name="write">Writes some lines.</param>
internal sealed class Delivery(Func<ReadOnlyMemory<byte>, CancellationToken, Task<WriteResult>> write)
{
    // When so many points in a row are refused one by one and none is taken, the points are not what is wrong.
    private const int RefusedInARow = 16;

    private readonly List<(ReadOnlyMemory<byte> Line, string Reason)> _refused = [];
    private int _refusedInARow;

    /// <summary>Points delivered since the last <see cref="Forget"/>.</summary>
    internal long Points { get; private set; }

    /// <summary>Points since then that were older than the server keeps.</summary>
    internal long Expired { get; private set; }

    /// <summary>Points since then that the server refused, each a line without its end.</summary>
    internal IReadOnlyList<(ReadOnlyMemory<byte> Line, string Reason)> Refused => _refused;

    /// <summary>Requests made ever.</summary>
    internal long Requests { get; private set; }

    /// <summary>Bytes of lines sent ever, before compression.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Begins to count anew.</summary>
    internal void Forget()
    {
        (Points, Expired) = (0, 0);
        _refused.Clear();
    }

    /// <summary>Delivers whole lines.</summary>
    internal async Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        _refusedInARow = 0;
        var refusedBefore = _refused.Count;
        var result = await SendPartAsync(lines, cancellation).ConfigureAwait(false);
        if (result.Outcome == WriteStatus.Denied)
            _refused.RemoveRange(refusedBefore, _refused.Count - refusedBefore);
        return result;
    }

    private async Task<DeliveryResult> SendPartAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        Requests++;
        Bytes += lines.Length;
        var answer = await write(lines, cancellation).ConfigureAwait(false);
        switch (answer.Verdict)
        {
            case WriteStatus.Stored or WriteStatus.PartlyExpired:
                Points += lines.Span.Count((byte)'\n') - answer.Expired;
                Expired += answer.Expired;
                _refusedInARow = 0;
                return new(WriteStatus.Stored);
            case WriteStatus.TooLarge or WriteStatus.BadPoint when Middle(lines.Span) is { } middle:
                var first = await SendPartAsync(lines[..middle], cancellation).ConfigureAwait(false);
                return first.Outcome == WriteStatus.Stored
                    ? await SendPartAsync(lines[middle..], cancellation).ConfigureAwait(false)
                    : first;
            case WriteStatus.TooLarge or WriteStatus.BadPoint:
                if (++_refusedInARow >= RefusedInARow)
                    return new(WriteStatus.Denied, $"every point is refused: {answer.Message}");
                _refused.Add((lines.Span.TrimEnd((byte)'\n').ToArray(), answer.Message));
                return new(WriteStatus.Stored);
            default:
                return new(answer.Verdict, answer.Message, answer.RetryAfter);
        }
    }

    /// <summary>Where to cut lines into two halves; null for a single line.</summary>
    private static int? Middle(ReadOnlySpan<byte> lines)
    {
        var after = lines[(lines.Length / 2)..^1].IndexOf((byte)'\n');
        if (after >= 0)
            return (lines.Length / 2) + after + 1;
        var before = lines[..(lines.Length / 2)].LastIndexOf((byte)'\n');
        return before >= 0 ? before + 1 : null;
    }
}
