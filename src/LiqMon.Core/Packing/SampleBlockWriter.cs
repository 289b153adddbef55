namespace LiqMon.Packing;

/// <summary>Writes the columns of one block.</summary>
internal sealed class SampleBlockWriter(BitWriter writer, long startMs)
{
    /// <summary>In which order contracts (0), coins (1) and dollars (2) are written: what a venue sends goes first, the rest follows from it.</summary>
    internal static readonly int[][] Orders = [[0, 1, 2], [1, 2, 0], [2, 1, 0]];

    internal const int OrderBits = 2;

    /// <summary>Two columns of which nothing is left take about so many bits.</summary>
    private const int RestThatFollows = 128;

    internal void Write(ReadOnlySpan<MarkPriceCell> marks, ReadOnlySpan<OpenInterestCell> openInterest)
    {
        var (markCells, cells) = (new long[marks.Length], new long[openInterest.Length]);
        for (var i = 0; i < marks.Length; i++)
            markCells[i] = marks[i].CellMs;
        for (var i = 0; i < cells.Length; i++)
            cells[i] = openInterest[i].CellMs;
        SteppedColumn.Write(writer, markCells, startMs);
        var isSame = markCells.AsSpan().SequenceEqual(cells);
        writer.Bits(isSame ? 1UL : 0, 1);
        if (!isSame)
            SteppedColumn.Write(writer, cells, startMs);
        var (times, wholes) = (new long[marks.Length], new long[marks.Length]);
        var price = Marks(marks, times, wholes);
        OpenInterest(openInterest, markCells, times, price);
    }

    private DecimalColumn Marks(ReadOnlySpan<MarkPriceCell> marks, long[] times, long[] wholes)
    {
        if (marks.IsEmpty)
            return default;
        var (mark, index, rate) = (new double[marks.Length], new double[marks.Length], new double[marks.Length]);
        var (isAnnounced, next) = (new bool[marks.Length], new List<long>());
        for (var i = 0; i < marks.Length; i++)
        {
            times[i] = unchecked(marks[i].TimeMs - marks[i].CellMs);
            (mark[i], index[i], rate[i]) = (marks[i].Mark, marks[i].Index, marks[i].FundingRate);
            if (marks[i].NextFundingMs is not { } nextMs)
                continue;
            isAnnounced[i] = true;
            next.Add(nextMs);
        }

        IntegerColumn.Write(writer, times, []);
        var price = OptionalColumn.Write(writer, mark, default, default, wholes);
        OptionalColumn.Write(writer, index, default, price, new long[marks.Length]);
        OptionalColumn.Write(writer, rate, default, default, new long[marks.Length]);
        Presence.Write(writer, isAnnounced);
        SteppedColumn.Write(writer, [.. next], startMs);
        return price;
    }

    private void OpenInterest(ReadOnlySpan<OpenInterestCell> samples, long[] markCells, long[] markTimes, DecimalColumn price)
    {
        if (samples.IsEmpty)
            return;
        var (times, nearTimes, near) = (new long[samples.Length], new long[markCells.Length > 0 ? samples.Length : 0], new long[price.Wholes.IsEmpty ? 0 : samples.Length]);
        double[][] columns = [new double[samples.Length], new double[samples.Length], new double[samples.Length]];
        for (int i = 0, before = 0; i < samples.Length; i++)
        {
            times[i] = unchecked(samples[i].TimeMs - samples[i].CellMs);
            (columns[0][i], columns[1][i], columns[2][i]) = (samples[i].Contracts, samples[i].Base, samples[i].Usd);
            before = SampleBlock.Before(markCells, samples[i].CellMs, before);
            if (nearTimes.Length > 0)
                nearTimes[i] = markTimes[before];
            if (near.Length > 0)
                near[i] = price.Wholes[before];
        }

        IntegerColumn.Write(writer, times, nearTimes);
        var prices = new DecimalColumn(near, price.Exponent);
        BitWriter? best = null;
        for (var order = 0; order < Orders.Length; order++)
        {
            var candidate = new BitWriter();
            candidate.Bits((ulong)order, OrderBits);
            var (first, second, third) = (columns[Orders[order][0]], columns[Orders[order][1]], columns[Orders[order][2]]);
            var room = new long[samples.Length];
            OptionalColumn.Write(candidate, first, default, prices, room);
            var withoutRest = candidate.Length;
            OptionalColumn.Write(candidate, second, new(first), prices, room);
            OptionalColumn.Write(candidate, third, new(first, second), prices, room);
            if (best is null || candidate.Length < best.Length)
                best = candidate;
            // Where the rest follows from the first column, no other order is shorter.
            if (candidate.Length - withoutRest <= RestThatFollows)
                break;
        }

        writer.Append(best!);
    }
}
