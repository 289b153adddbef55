using LiqMon.Statistics;

namespace LiqMon.Tests.Statistics;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Equal_numbers_share_the_mean_of_their_places() =>
        Assert.Equal([2.5, 1, 2.5, 4], Ranks.Of([5, -1, 5, 9]));

    [Fact]
    public void The_plain_correlation_is_that_of_the_textbook()
    {
        // 1 − 6·Σd² / (n(n² − 1)) with d = 1, 1, 1, 1, 0: 1 − 24 / 120.
        var correlation = new RankCorrelation([10, 20, 30, 40, 50], [2, 1, 4, 3, 5]);

        Assert.Equal(0.8, correlation.Plain([0, 1, 2, 3, 4])!.Value, 12);
        Assert.Equal(-1.0, correlation.Plain([0, 1])!.Value, 12);
        Assert.Null(correlation.Plain([1, 1, 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_partial_correlation_is_that_of_what_regressions_leave_over(int seed)
    {
        var random = new Random(seed);
        var given = Enumerable.Range(0, 3).Select(_ => Numbers(random, 60)).ToArray();
        double[] first = [.. Enumerable.Range(0, 60).Select(at => given[0][at] + given[1][at] * 0.5 + random.NextDouble())];
        double[] second = [.. Enumerable.Range(0, 60).Select(at => given[0][at] - given[2][at] + first[at] * 0.3 + random.NextDouble())];

        var partial = new RankCorrelation(first, second, given).Partial([.. Enumerable.Range(0, 60)]);

        double[][] ranks = [.. given.Select(numbers => Ranks.Of(numbers))];
        Assert.Equal(Pearson(Residuals(Ranks.Of(first), ranks), Residuals(Ranks.Of(second), ranks)), partial!.Value, 9);
    }

    [Fact]
    public void What_the_given_series_explain_altogether_is_no_correlation()
    {
        double[] numbers = [1, 2, 3, 4, 5, 6];

        Assert.Null(new RankCorrelation(numbers, [2, 1, 3, 4, 6, 5], numbers).Partial([0, 1, 2, 3, 4, 5]));
    }

    private static double[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    // Each series in turn is freed of those before it (Gram and Schmidt), and the numbers of all of them.
    private static double[] Residuals(double[] numbers, double[][] given)
    {
        var basis = new List<double[]>();
        foreach (var series in given)
            basis.Add(Freed(Centred(series), basis));
        return Freed(Centred(numbers), basis);
    }

    private static double[] Freed(double[] numbers, List<double[]> basis)
    {
        foreach (var direction in basis)
        {
            var share = Product(numbers, direction) / Product(direction, direction);
            numbers = [.. numbers.Zip(direction, (number, part) => number - share * part)];
        }

        return numbers;
    }

    private static double[] Centred(double[] numbers) => [.. numbers.Select(number => number - numbers.Average())];

    private static double Product(double[] one, double[] other) => one.Zip(other, (left, right) => left * right).Sum();

    private static double Pearson(double[] one, double[] other) => Product(one, other) / Math.Sqrt(Product(one, one) * Product(other, other));
}
