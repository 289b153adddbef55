using System.Buffers;

namespace LiqMon.Store;

/// <summary>What changed.</summary>
internal enum ChangeKind
{
    /// <summary>The liquidations of a contract in one millisecond.</summary>
    Liquidation = 0,

    /// <summary>A cell of open interest.</summary>
    OpenInterest = 1,

    /// <summary>A cell of prices.</summary>
    MarkPrice = 2,
}

/// <summary>One change: where to look for what is now stored.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="TimeMs">Time of the liquidations, or start of the cell, Unix milliseconds.</param>
/// <param name="Instrument">Number of the contract.</param>
internal readonly record struct Change(ChangeKind Kind, long TimeMs, int Instrument);

/// <summary>
/// The changes of one commit, packed: two numbers of variable length each, which are the difference to the time before and
/// contract and kind together. A liquidation of a busy moment takes three or four bytes.
/// </summary>
internal sealed class ChangeList
{
    private const int KindBits = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private Change _last;

    internal ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>The earliest time of a change.</summary>
    internal long OldestMs { get; private set; } = long.MaxValue;

    internal void Add(Change change)
    {
        // Twins come one after the other, and are looked up together.
        if (_bytes.WrittenCount > 0 && change == _last)
            return;
        var difference = change.TimeMs - _last.TimeMs;
        Number((ulong)((difference << 1) ^ (difference >> 63)));
        Number(((ulong)(uint)change.Instrument << KindBits) | (uint)change.Kind);
        OldestMs = Math.Min(OldestMs, change.TimeMs);
        _last = change;
    }

    internal void Clear()
    {
        _bytes.ResetWrittenCount();
        OldestMs = long.MaxValue;
        _last = default;
    }

    /// <summary>Reads packed changes; returns how many there were.</summary>
    internal static int Read(ReadOnlySpan<byte> bytes, ICollection<Change> changes)
    {
        var timeMs = 0L;
        var count = 0;
        for (; !bytes.IsEmpty; count++)
        {
            var difference = Number(ref bytes);
            timeMs += (long)(difference >> 1) ^ -(long)(difference & 1);
            var what = Number(ref bytes);
            changes.Add(new Change((ChangeKind)(what & ((1 << KindBits) - 1)), timeMs, (int)(what >> KindBits)));
        }

        return count;
    }

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
    }

    private void Number(ulong number)
    {
        var bytes = _bytes.GetSpan(10);
        var length = 0;
        for (; number >= 0x80; number >>= 7)
            bytes[length++] = (byte)(number | 0x80);
        bytes[length++] = (byte)number;
        _bytes.Advance(length);
    }
}
