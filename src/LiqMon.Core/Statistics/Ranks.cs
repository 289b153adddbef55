namespace LiqMon.Statistics;

/// <summary>Ranks of numbers, from 1; equal numbers have the mean of their places.</summary>
public static class Ranks
{
    /// <summary>The rank of each number, in the order in which they came.</summary>
    public static double[] Of(IReadOnlyList<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var order = Enumerable.Range(0, numbers.Count).OrderBy(at => numbers[at]).ToArray();
        var ranks = new double[numbers.Count];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && numbers[order[to]].Equals(numbers[order[from]]))
                to++;
            for (var at = from; at < to; at++)
                ranks[order[at]] = (from + to + 1) / 2.0;
            from = to;
        }

        return ranks;
    }
}
