namespace LiqMon.Packing;

/// <summary>Memory for the columns of a block, used again for the next one.</summary>
internal sealed class ColumnRoom
{
    internal long[] Cells { get; private set; } = [];

    internal long[] Times { get; private set; } = [];

    internal double[] First { get; private set; } = [];

    internal double[] Second { get; private set; } = [];

    internal double[] Third { get; private set; } = [];

    /// <summary>The decimals of the first column, which others may refer to.</summary>
    internal long[] FirstWholes { get; private set; } = [];

    internal long[] Wholes { get; private set; } = [];

    internal long[] Near { get; private set; } = [];

    internal bool[] IsKnown { get; private set; } = [];

    internal void Require(int count)
    {
        if (Cells.Length >= count)
            return;
        count = Math.Max(count, 60);
        (Cells, Times, FirstWholes, Wholes, Near) = (new long[count], new long[count], new long[count], new long[count], new long[count]);
        (First, Second, Third, IsKnown) = (new double[count], new double[count], new double[count], new bool[count]);
    }
}
