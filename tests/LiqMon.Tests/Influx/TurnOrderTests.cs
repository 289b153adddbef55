using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

public sealed class TurnOrderTests
{
    private const long Now = 1_795_176_000_000;
    private readonly SortedDictionary<long, long> _commits = [];
    private readonly DeliveryScheduler _order = new();

    [Fact]
    public void While_InfluxDB_keeps_up_the_list_is_told_in_its_order()
    {
        Assert.Equal(DeliveryStepKind.Idle, Next(Now).Kind);
        Commit(1, Now - 500);
        Commit(2, Now - 100);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 0, 2), Told(Next(Now), 2));
        Assert.Equal(DeliveryStepKind.Idle, Next(Now).Kind);
        Assert.Equal(2, _order.Done);
    }

    [Fact]
    public void After_an_outage_the_oldest_is_told_first_and_what_is_new_waits_for_a_second_at_most()
    {
        for (var id = 1; id <= 100; id++)
            Commit(id, Now - 60_000 + (id * 100));
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 0, 100), Told(Next(Now), 10));
        Commit(101, Now);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 10, 100), Told(Next(Now + 500), 20));
        Commit(102, Now + 900);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Live, 100, 102), Told(Next(Now + 1_000), 102));
        Assert.Equal(20, _order.Done);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 20, 100), Told(Next(Now + 1_100), 100));
        Assert.False(_order.IsSplit);
        Assert.Equal(102, _order.Done);
    }

    [Fact]
    public void An_outage_while_catching_up_moves_the_split()
    {
        Commit(1, Now - 60_000);
        Commit(2, Now - 50_000);
        Told(Next(Now), 1);
        Commit(3, Now);
        // Nothing could be written for a minute: the third commit is old too by then.
        Commit(4, Now + 59_900);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 1, 4), Told(Next(Now + 60_000), 2));
        Commit(5, Now + 60_100);
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Live, 4, 5), Told(Next(Now + 61_200), 5));
        Assert.Equal(new DeliveryStep(DeliveryStepKind.Backlog, 2, 4), Told(Next(Now + 61_300), 4));
        Assert.Equal(5, _order.Done);
    }

    [Fact]
    public void Reading_by_time_gives_way_to_the_list_once_a_second()
    {
        Assert.Equal(DeliveryStepKind.Resync, Next(Now, resync: true).Kind);
        Commit(1, Now);
        Assert.Equal(DeliveryStepKind.Resync, Next(Now + 500, resync: true).Kind);
        Assert.Equal(DeliveryStepKind.Backlog, Told(Next(Now + 1_000, resync: true), 1).Kind);
        Assert.Equal(DeliveryStepKind.Resync, Next(Now + 1_000, resync: true).Kind);
    }

    private void Commit(long id, long committedMs) => _commits.Add(id, committedMs);

    private DeliveryStep Next(long nowMs, bool resync = false) => _order.Next(
        _commits.Keys.LastOrDefault(), after => _commits.Where(commit => commit.Key > after).Select(commit => (long?)commit.Value).FirstOrDefault(), nowMs, resync);

    private DeliveryStep Told(DeliveryStep turn, long upTo)
    {
        _order.MarkDelivered(turn, upTo);
        return turn;
    }
}
