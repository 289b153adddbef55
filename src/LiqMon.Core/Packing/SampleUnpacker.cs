using System.Buffers.Binary;

namespace LiqMon.Packing;

/// <summary>How much of a block is needed: less is read faster.</summary>
public enum SampleParts
{
    /// <summary>Only which cells there are.</summary>
    Cells,

    /// <summary>Prices, and which cells of open interest there are.</summary>
    Marks,

    /// <summary>All.</summary>
    All,
}

/// <summary>Unpacks blocks of samples, one after the other, without new memory for each. Used by one thread at a time.</summary>
public sealed class SampleUnpacker
{
    private readonly ColumnRoom _marks = new();
    private readonly ColumnRoom _openInterest = new();
    private readonly long[][] _near = [[], []];
    private bool[] _isAnnounced = [];
    private long[] _next = [];
    private MarkPriceCell[] _markCells = [];
    private OpenInterestCell[] _openInterestCells = [];
    private int _markCount;
    private int _openInterestCount;
    private int? _priceExponent;
    private SampleParts _parts;

    /// <summary>Starts of the cells with prices, in order, until the next block is read.</summary>
    public ReadOnlySpan<long> MarkCells => _marks.Cells.AsSpan(0, _markCount);

    /// <summary>Starts of the cells with open interest, in order, until the next block is read.</summary>
    public ReadOnlySpan<long> OpenInterestCells => _openInterest.Cells.AsSpan(0, _openInterestCount);

    /// <summary>Prices in the order of their cells, until the next block is read; none if they were not wanted.</summary>
    public ReadOnlySpan<MarkPriceCell> Marks => _markCells.AsSpan(0, _parts >= SampleParts.Marks ? _markCount : 0);

    /// <summary>Open interest in the order of its cells, until the next block is read; none if it was not wanted.</summary>
    public ReadOnlySpan<OpenInterestCell> OpenInterest => _openInterestCells.AsSpan(0, _parts == SampleParts.All ? _openInterestCount : 0);

    /// <summary>Unpacks a block; false when it is damaged, and then there are no samples.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="startMs">The moment it was packed with, Unix milliseconds.</param>
    /// <param name="parts">What is needed of it.</param>
    public bool TryRead(ReadOnlySpan<byte> bytes, long startMs, SampleParts parts)
    {
        if (IsRead(bytes, startMs, parts))
            return true;
        (_markCount, _openInterestCount) = (0, 0);
        return false;
    }

    private bool IsRead(ReadOnlySpan<byte> bytes, long startMs, SampleParts parts)
    {
        _parts = parts;
        (_markCount, _openInterestCount) = (0, 0);
        if (bytes.Length <= SampleBlock.ChecksumBytes || BinaryPrimitives.ReadUInt16BigEndian(bytes) != SampleBlock.Checksum(bytes))
            return false;
        var reader = new BitReader(bytes[SampleBlock.ChecksumBytes..]);
        var format = reader.Bits(SampleBlock.FormatBits);
        var (marks, openInterest) = (reader.Number(), reader.Number());
        if (format != SampleBlock.Format || marks is < 0 or > SampleBlock.MostCells || openInterest is < 0 or > SampleBlock.MostCells)
            return false;
        (_markCount, _openInterestCount) = ((int)marks, (int)openInterest);
        return AreCellsRead(ref reader, startMs)
            && (parts < SampleParts.Marks || AreMarksRead(ref reader, startMs) && (parts < SampleParts.All || IsOpenInterestRead(ref reader)))
            && !reader.IsOverrun;
    }

    private bool AreCellsRead(ref BitReader reader, long startMs)
    {
        _marks.Require(_markCount);
        _openInterest.Require(_openInterestCount);
        SteppedColumn.Read(ref reader, _marks.Cells.AsSpan(0, _markCount), startMs);
        if (reader.Bits(1) == 0)
        {
            SteppedColumn.Read(ref reader, _openInterest.Cells.AsSpan(0, _openInterestCount), startMs);
            return true;
        }

        if (_markCount != _openInterestCount)
            return false;
        MarkCells.CopyTo(_openInterest.Cells);
        return true;
    }

    private bool AreMarksRead(ref BitReader reader, long startMs)
    {
        _priceExponent = null;
        var count = _markCount;
        if (count == 0)
            return true;
        if (_markCells.Length < count)
            (_markCells, _isAnnounced, _next) = (new MarkPriceCell[_marks.Cells.Length], new bool[_marks.Cells.Length], new long[_marks.Cells.Length]);
        var times = _marks.Times.AsSpan(0, count);
        var mark = _marks.First.AsSpan(0, count);
        var index = _marks.Second.AsSpan(0, count);
        var rate = _marks.Third.AsSpan(0, count);
        IntegerColumn.Read(ref reader, times, []);
        if (!OptionalColumn.TryRead(ref reader, mark, default, default, _marks.FirstWholes.AsSpan(0, count), _marks, out _priceExponent)
            || !OptionalColumn.TryRead(ref reader, index, default, Price, _marks.Wholes.AsSpan(0, count), _marks, out _)
            || !OptionalColumn.TryRead(ref reader, rate, default, default, _marks.Wholes.AsSpan(0, count), _marks, out _))
            return false;
        var isAnnounced = _isAnnounced.AsSpan(0, count);
        SteppedColumn.Read(ref reader, _next.AsSpan(0, Presence.Read(ref reader, isAnnounced)), startMs);
        for (int i = 0, next = 0; i < count; i++)
        {
            var cell = _marks.Cells[i];
            _markCells[i] = new(cell, unchecked(cell + times[i]), mark[i], index[i], rate[i], isAnnounced[i] ? _next[next++] : null);
        }

        return true;
    }

    private bool IsOpenInterestRead(ref BitReader reader)
    {
        var count = _openInterestCount;
        if (count == 0)
            return true;
        if (_openInterestCells.Length < count)
        {
            _openInterestCells = new OpenInterestCell[_openInterest.Cells.Length];
            (_near[0], _near[1]) = (new long[_openInterest.Cells.Length], new long[_openInterest.Cells.Length]);
        }

        var price = Price;
        var nearTimes = _near[0].AsSpan(0, _markCount > 0 ? count : 0);
        var near = _near[1].AsSpan(0, price.Wholes.IsEmpty ? 0 : count);
        for (int i = 0, before = 0; i < nearTimes.Length; i++)
        {
            before = SampleBlock.Before(MarkCells, _openInterest.Cells[i], before);
            nearTimes[i] = _marks.Times[before];
            if (!near.IsEmpty)
                near[i] = price.Wholes[before];
        }

        var times = _openInterest.Times.AsSpan(0, count);
        IntegerColumn.Read(ref reader, times, nearTimes);
        var order = (int)reader.Bits(SampleBlockWriter.OrderBits);
        if (order >= SampleBlockWriter.Orders.Length)
            return false;
        var prices = new DecimalColumn(near, price.Exponent);
        var columns = SampleBlockWriter.Orders[order];
        var first = Column(columns[0]);
        var second = Column(columns[1]);
        var third = Column(columns[2]);
        var wholes = _openInterest.Wholes.AsSpan(0, count);
        if (!OptionalColumn.TryRead(ref reader, first, default, prices, wholes, _openInterest, out _)
            || !OptionalColumn.TryRead(ref reader, second, new(first), prices, wholes, _openInterest, out _)
            || !OptionalColumn.TryRead(ref reader, third, new(first, second), prices, wholes, _openInterest, out _))
            return false;
        for (var i = 0; i < count; i++)
        {
            var cell = _openInterest.Cells[i];
            _openInterestCells[i] = new(
                cell, unchecked(cell + times[i]), _openInterest.First[i], _openInterest.Second[i], _openInterest.Third[i]);
        }

        return true;
    }

    private DecimalColumn Price => _priceExponent is { } exponent ? new(_marks.FirstWholes.AsSpan(0, _markCount), exponent) : default;

    private Span<double> Column(int number) => (number switch
    {
        0 => _openInterest.First,
        1 => _openInterest.Second,
        _ => _openInterest.Third,
    }).AsSpan(0, _openInterestCount);
}
