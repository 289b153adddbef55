using System.Text;

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
/// Delivers batches: halves what is too large, and isolates the points that the server does not accept: by measurement,
/// then by halving. They are given up only when the server takes other points, so that a server that refuses everything
/// costs nothing. Points are the same whenever they are sent, so sending a part twice changes nothing.
/// </summary>
/// <param name="write">Writes some lines.</param>
internal sealed class Delivery(Func<ReadOnlyMemory<byte>, CancellationToken, Task<WriteResult>> write)
{
    /// <summary>The measurement of the point that proves that the server takes points.</summary>
    internal const string ProbeMeasurement = "liqmon_probe";

    // When so many points are refused one by one and none is taken, a probe decides before more are sent.
    private const int RefusedBeforeProbe = 16;

    private static readonly DeliveryResult Stored = new(WriteStatus.Stored);

    private readonly List<(ReadOnlyMemory<byte> Line, string Reason)> _refused = [];
    // Of the batch that is being delivered: given up only when the server is known to take others.
    private readonly List<(ReadOnlyMemory<byte> Line, string Reason)> _isolated = [];
    private bool _takesPoints;

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
        _isolated.Clear();
        _takesPoints = false;
        var result = await SendPartAsync(lines, cancellation).ConfigureAwait(false);
        if (result.Outcome == WriteStatus.Stored && _isolated.Count > 0)
            result = await ProveAsync(cancellation).ConfigureAwait(false);
        if (result.Outcome == WriteStatus.Stored)
            _refused.AddRange(_isolated);
        return result;
    }

    private async Task<DeliveryResult> SendPartAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var answer = await WriteAsync(lines, cancellation).ConfigureAwait(false);
        switch (answer.Verdict)
        {
            case WriteStatus.Stored or WriteStatus.PartlyExpired:
                Points += lines.Span.Count((byte)'\n') - answer.Expired;
                Expired += answer.Expired;
                _takesPoints = true;
                return Stored;
            case WriteStatus.BadPoint when answer.Dropped >= lines.Span.Count((byte)'\n'):
                return await IsolateAsync(lines, answer.Message, cancellation).ConfigureAwait(false);
            case WriteStatus.BadPoint when LinesByMeasurement.Of(lines) is { Count: > 1 } groups:
                return await SendEachAsync(groups, cancellation).ConfigureAwait(false);
            case WriteStatus.TooLarge or WriteStatus.BadPoint when Middle(lines.Span) is { } middle:
                return await SendEachAsync([lines[..middle], lines[middle..]], cancellation).ConfigureAwait(false);
            case WriteStatus.TooLarge or WriteStatus.BadPoint:
                return await IsolateAsync(lines, answer.Message, cancellation).ConfigureAwait(false);
            default:
                return new(answer.Verdict, answer.Message, answer.RetryAfter);
        }
    }

    private async Task<DeliveryResult> SendEachAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            var result = await SendPartAsync(part, cancellation).ConfigureAwait(false);
            if (result.Outcome != WriteStatus.Stored)
                return result;
        }

        return Stored;
    }

    /// <summary>Sets lines aside that are refused for what they are.</summary>
    private async Task<DeliveryResult> IsolateAsync(ReadOnlyMemory<byte> lines, string reason, CancellationToken cancellation)
    {
        foreach (var line in lines.Span.TrimEnd((byte)'\n').Split((byte)'\n'))
            _isolated.Add((lines[line].ToArray(), reason));
        return _isolated.Count < RefusedBeforeProbe ? Stored : await ProveAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Finds out whether the server takes a point of another measurement, unless it has just taken one of the batch.</summary>
    private async Task<DeliveryResult> ProveAsync(CancellationToken cancellation)
    {
        if (_takesPoints)
            return Stored;
        var (line, reason) = _isolated[^1];
        var answer = await WriteAsync(Probe(line.Span), cancellation).ConfigureAwait(false);
        if (answer.Verdict is WriteStatus.Stored or WriteStatus.PartlyExpired)
        {
            _takesPoints = true;
            return Stored;
        }

        return answer.Verdict == WriteStatus.Unavailable
            ? new(answer.Verdict, answer.Message, answer.RetryAfter)
            : new(WriteStatus.Denied, $"every point is refused: {reason}");
    }

    private Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        Requests++;
        Bytes += lines.Length;
        return write(lines, cancellation);
    }

    /// <summary>A point at the time of a line, so that it falls into the same shard; it takes the place of the one before.</summary>
    private static byte[] Probe(ReadOnlySpan<byte> line)
    {
        var time = line[(line.LastIndexOf((byte)' ') + 1)..];
        var isTime = time.Length > 0 && !time.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return Encoding.UTF8.GetBytes($"{ProbeMeasurement} taken=1i{(isTime ? " " + Encoding.UTF8.GetString(time) : "")}\n");
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
