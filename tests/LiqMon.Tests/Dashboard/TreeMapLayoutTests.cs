using LiqMon.Dashboard;

namespace LiqMon.Tests.Dashboard;

public sealed class TreeMapLayoutTests
{
    /// <summary>The example of the paper: 6, 6, 4, 3, 2, 2, 1 in a rectangle of 6 by 4.</summary>
    [Fact]
    public void The_example_of_its_authors_comes_out_as_theirs()
    {
        var tiles = TreeMapLayout.Of([6, 6, 4, 3, 2, 2, 1], 6, 4);
        Near(new(0, 0, 3, 2), tiles[0]);
        Near(new(0, 2, 3, 2), tiles[1]);
        Near(new(3, 0, 12.0 / 7, 7.0 / 3), tiles[2]);
        Near(new(3 + (12.0 / 7), 0, 9.0 / 7, 7.0 / 3), tiles[3]);

        static void Near(TreeMapLayout.Tile expected, TreeMapLayout.Tile found)
        {
            Assert.Equal(expected.X, found.X, 6);
            Assert.Equal(expected.Y, found.Y, 6);
            Assert.Equal(expected.Width, found.Width, 6);
            Assert.Equal(expected.Height, found.Height, 6);
        }
    }

    [Fact]
    public void Areas_are_the_sizes_and_no_two_overlap()
    {
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            double[] sizes = [.. Enumerable.Range(0, 1 + random.Next(24)).Select(_ => Math.Pow(10, random.NextDouble() * 6)).OrderDescending()];
            var tiles = TreeMapLayout.Of(sizes, 160, 70);
            Assert.Equal(sizes.Length, tiles.Count);
            for (var at = 0; at < sizes.Length; at++)
            {
                var tile = tiles[at];
                Assert.Equal(1, tile.Width * tile.Height / (sizes[at] / sizes.Sum() * 160 * 70), 6);
                Assert.True(tile.X > -1e-6 && tile.Y > -1e-6 && tile.X + tile.Width < 160 + 1e-6 && tile.Y + tile.Height < 70 + 1e-6);
                Assert.DoesNotContain(tiles.Take(at), other => Overlap(tile, other));
            }
        }
    }

    private static bool Overlap(TreeMapLayout.Tile one, TreeMapLayout.Tile other) =>
        Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X) > 1e-6
        && Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y) > 1e-6;
}
