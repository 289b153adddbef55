using LiqMon.Backfill;
using LiqMon.Venues;

namespace LiqMon.Tests.Backfill;

public sealed class WarmUpPlanTests
{
    private const long DayMs = 86_400_000;
    private static readonly PastMarket Warm = new(TimeSpan.FromDays(179)) { FinePiece = TimeSpan.FromDays(2), HourlyPiece = TimeSpan.FromDays(25) };

    [Fact]
    public void Pieces_follow_each_other_from_now_to_the_reach_fine_ones_first()
    {
        var random = new Random(5);
        for (var round = 0; round < 100; round++)
        {
            var plan = new WarmUpPlan(Warm, TimeSpan.FromDays(30));
            var nowMs = 1_795_000_000_000 + random.NextInt64(100 * DayMs);
            WarmUpMark? mark = null;
            var expectedEnd = nowMs;
            var pieces = 0;
            for (var later = nowMs; plan.Next(mark, later) is { } piece; later += 600_000, pieces++)
            {
                Assert.Equal(expectedEnd, piece.ToMs);
                Assert.InRange(piece.ToMs - piece.FromMs, 1, (piece.ToMs > later - (30 * DayMs) ? 2 : 25) * DayMs);
                expectedEnd = piece.FromMs;
                mark = WarmUpPlan.After("gate", mark, piece);
            }

            Assert.Equal(nowMs, mark!.ToMs);
            // The next whole hour after the reach, as seen from the first start.
            Assert.InRange(mark.FromMs - (nowMs - (179 * DayMs)), 1, 3_600_000);
            Assert.InRange(pieces, 20, 30);
        }
    }

    [Fact]
    public void No_more_is_fetched_than_is_wanted()
    {
        var plan = new WarmUpPlan(Warm, TimeSpan.FromDays(30), TimeSpan.FromHours(5));
        const long NowMs = 1_795_000_000_000;
        var piece = plan.Next(null, NowMs)!;

        Assert.InRange(NowMs - piece.FromMs, 4 * 3_600_000, 5 * 3_600_000);
        Assert.Null(plan.Next(WarmUpPlan.After("gate", null, piece), NowMs + DayMs));
    }

    [Fact]
    public void Marks_survive_and_a_damaged_file_knows_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-").FullName;
        try
        {
            Assert.Null(new WarmUpMarks(folder).Of("gate"));
            new WarmUpMarks(folder).Set(new("gate", 1, 2));
            new WarmUpMarks(folder).Set(new("other", 3, 4));
            Assert.Equal(new WarmUpMark("gate", 1, 2), new WarmUpMarks(folder).Of("gate"));

            File.WriteAllText(Path.Combine(folder, WarmUpMarks.FileName), "[{\"venue\":");
            Assert.Null(new WarmUpMarks(folder).Of("gate"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
