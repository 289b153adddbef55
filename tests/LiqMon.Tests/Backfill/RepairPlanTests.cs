using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Tests.Backfill;

public sealed class RepairPlanTests
{
    private const long Minute = 60_000;

    private static readonly GapRepairOptions Options = new() { Near = TimeSpan.FromMinutes(10), Piece = TimeSpan.FromHours(1) };

    [Fact]
    public void Gaps_near_each_other_are_read_in_one_go()
    {
        var gaps = Gaps((0, 1), (5, 6), (16, 17), (28, 29));
        Assert.Equal(gaps.Take(3), Plan("okx").Merge(gaps));
    }

    [Fact]
    public void No_more_than_a_piece_is_read_at_once()
    {
        var gaps = Gaps((0, 20), (25, 45), (50, 61));
        Assert.Equal(gaps.Take(2), Plan("okx").Merge(gaps));
        Assert.Equal(Gaps((0, 90)), Plan("okx").Merge(Gaps((0, 90), (91, 92))));
    }

    [Fact]
    public void Where_history_names_events_otherwise_nothing_but_the_gap_is_read()
    {
        var gaps = Gaps((0, 1), (2, 3));
        Assert.Equal(gaps.Take(1), Plan("gate").Merge(gaps));
    }

    [Theory]
    [InlineData(0, 990_000)]
    // Ten minutes behind: its history knows nothing of the last ten.
    [InlineData(600_000, 390_000)]
    public void History_is_whole_up_to_when_the_venue_has_lived_and_settled(long behindMs, long settledMs) =>
        Assert.Equal(settledMs, Plan("kraken").SettledMs(1_000_000, behindMs));

    [Fact]
    public void Short_gaps_are_read_where_they_add_up_or_orders_are_known_to_be_missing()
    {
        CoverageGap[] gaps = [Short(0, 600), Short(60_000, 500), Short(1_000_000, 900), Short(2_000_000, 10, GapReason.OrdersRejected), Short(3_000_000, 1_000)];
        Assert.Equal([gaps[0], gaps[1], gaps[3], gaps[4]], Plan("okx").Worthwhile(gaps));

        static CoverageGap Short(long fromMs, long forMs, GapReason reason = GapReason.Silent) => new(fromMs, fromMs + forMs, reason);
    }

    [Fact]
    public void Deficits_near_each_other_are_read_in_one_go_however_they_overlap()
    {
        Deficit[] deficits = [Lacking(0, 20, 1), Lacking(1, 2, 1), Lacking(29, 30, 0), Lacking(41, 42, 1)];
        Assert.Equal(deficits.Take(3), Plan("okx").Together(deficits));
        Assert.Equal(deficits.Take(2), Plan("gate").Together(deficits));
        Assert.Equal([Lacking(0, 60, 0), Lacking(60, 90, 0)], Plan("okx").Pieces(Lacking(0, 90, 0)));
        Assert.Equal([Lacking(0, 90, 3)], Plan("okx").Pieces(Lacking(0, 90, 3)));
    }

    [Fact]
    public void Without_gaps_there_is_nothing_to_read() => Assert.Empty(Plan("okx").Merge([]));

    private static Deficit Lacking(long from, long to, long count) => new()
    {
        Venue = "v",
        Feed = "f",
        FromMs = from * Minute,
        ToMs = to * Minute,
        Reason = DeficitReason.Rejected,
        Count = count,
    };

    private static GapRepairPlanner Plan(string venue) => new(VenueCatalog.Find(venue)!.Profile, Options);

    private static List<CoverageGap> Gaps(params (long From, long To)[] minutes) =>
        [.. minutes.Select(gap => new CoverageGap(gap.From * Minute, gap.To * Minute, GapReason.ConnectionLost))];
}
