using LiqMon.Packing;

namespace LiqMon.Tests.Packing;

public sealed class SampleBlockTests
{
    private const long Start = 1_795_176_000_000;

    private readonly SampleUnpacker _unpacker = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_packed_comes_back_bit_for_bit(int seed)
    {
        var random = new Random(seed);
        var (marks, openInterest) = RandomSamples.Of(random, Start);
        var block = SampleBlock.Pack(Start, marks, openInterest);

        Assert.True(_unpacker.TryRead(block, Start, SampleParts.All), $"seed {seed}");
        Assert.Equal(marks.Select(Bits), _unpacker.Marks.ToArray().Select(Bits));
        Assert.Equal(openInterest.Select(Bits), _unpacker.OpenInterest.ToArray().Select(Bits));

        Assert.True(_unpacker.TryRead(block, Start, SampleParts.Marks), $"seed {seed}");
        Assert.Equal(marks.Select(Bits), _unpacker.Marks.ToArray().Select(Bits));
        Assert.Equal(0, _unpacker.OpenInterest.Length);

        Assert.True(_unpacker.TryRead(block, Start, SampleParts.Cells), $"seed {seed}");
        Assert.Equal(marks.Select(mark => mark.CellMs), _unpacker.MarkCells.ToArray());
        Assert.Equal(openInterest.Select(sample => sample.CellMs), _unpacker.OpenInterestCells.ToArray());
        Assert.Equal(0, _unpacker.Marks.Length);
    }

    [Fact]
    public void One_unpacker_reads_blocks_of_any_length_one_after_the_other()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var (marks, openInterest) = RandomSamples.Of(random, Start);
            Assert.True(_unpacker.TryRead(SampleBlock.Pack(Start, marks, openInterest), Start, (SampleParts)random.Next(3)));
            Assert.True(_unpacker.TryRead(SampleBlock.Pack(Start, marks, openInterest), Start, SampleParts.All));
            Assert.Equal(marks.Select(Bits), _unpacker.Marks.ToArray().Select(Bits));
            Assert.Equal(openInterest.Select(Bits), _unpacker.OpenInterest.ToArray().Select(Bits));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_damaged_block_is_recognised_and_never_throws(int seed)
    {
        var random = new Random(seed);
        var (marks, openInterest) = RandomSamples.Of(random, Start);
        var block = SampleBlock.Pack(Start, marks, openInterest);
        var recognised = 0;
        for (var i = 0; i < 100; i++)
        {
            var damaged = Damage.Of(random, block);
            if (!_unpacker.TryRead(damaged, Start, SampleParts.All))
            {
                recognised++;
                Assert.Equal((0, 0, 0, 0), (_unpacker.Marks.Length, _unpacker.OpenInterest.Length, _unpacker.MarkCells.Length, _unpacker.OpenInterestCells.Length));
            }
        }

        // Of 65,536 damages one has the right checksum.
        Assert.True(recognised >= 98, $"seed {seed}: {recognised} of 100 damaged blocks were recognised");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nonsense_with_a_right_checksum_never_throws(int seed)
    {
        var random = new Random(seed);
        var (marks, openInterest) = RandomSamples.Of(random, Start);
        var block = SampleBlock.Pack(Start, marks, openInterest);
        for (var i = 0; i < 50; i++)
        {
            var nonsense = Damage.Of(random, block);
            if (nonsense.Length > 2)
                Damage.Seal(nonsense);
            foreach (var parts in Enum.GetValues<SampleParts>())
                _unpacker.TryRead(nonsense, Start, parts);
        }
    }

    [Fact]
    public void An_hour_of_a_price_that_walks_takes_an_eighth_of_its_rows()
    {
        var random = new Random(1);
        var marks = Enumerable.Range(0, 60).Select(minute => new MarkPriceCell(
            Start + (minute * 60_000), Start + (minute * 60_000) + 59_000 + random.Next(1_000), Math.Round(95_000 + (random.NextDouble() * 100), 1),
            Math.Round(95_000 + (random.NextDouble() * 100), 2), 0.0001, Start + 14_400_000)).ToArray();
        var openInterest = marks.Select(mark => new OpenInterestCell(
            mark.CellMs, mark.TimeMs, random.Next(90_000_000, 90_100_000) / 1_000.0, 0, 0)).ToArray();
        for (var i = 0; i < openInterest.Length; i++)
            openInterest[i] = openInterest[i] with { Base = openInterest[i].Contracts, Usd = openInterest[i].Contracts * marks[i].Mark };
        var block = SampleBlock.Pack(Start, marks, openInterest);
        // A row of open interest and one of prices took 101.6 B.
        Assert.InRange(block.Length, 100, 60 * 101.6 / 8);
    }

    [Fact]
    public void No_samples_are_a_block_too()
    {
        Assert.True(_unpacker.TryRead(SampleBlock.Pack(Start, [], []), Start, SampleParts.All));
        Assert.Equal((0, 0), (_unpacker.Marks.Length, _unpacker.OpenInterest.Length));
        Assert.False(_unpacker.TryRead([], Start, SampleParts.All));
    }

    // Equality of numbers would take a negative zero for a zero.
    private static (long, long, long, long, long, long?) Bits(MarkPriceCell cell) => (
        cell.CellMs, cell.TimeMs, Bits(cell.Mark), Bits(cell.Index), Bits(cell.FundingRate), cell.NextFundingMs);

    private static (long, long, long, long, long) Bits(OpenInterestCell cell) => (
        cell.CellMs, cell.TimeMs, Bits(cell.Contracts), Bits(cell.Base), Bits(cell.Usd));

    // One NaN is as good as another: all mean that it is not known.
    private static long Bits(double number) => double.IsNaN(number) ? long.MinValue : BitConverter.DoubleToInt64Bits(number);
}
