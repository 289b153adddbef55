using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

public sealed class PointSlotsTests
{
    [Fact]
    public void Twins_have_places_of_their_own_that_do_not_depend_on_when_they_came()
    {
        // 20,000 twins in a million places: some 200 want a place that is another's own.
        var random = new Random(7);
        var all = Enumerable.Range(0, 20_000).Select(_ => (ulong)random.NextInt64()).Distinct().ToArray();
        var places = Places(all);

        Assert.Equal(all.Length, places.Values.Distinct().Count());
        Assert.InRange(all.Count(identity => places[identity] != PointSlots.Own(identity)), 100, 400);
        Assert.All(places.Values, place => Assert.InRange(place, 0, PointSlots.Slots - 1));
        random.Shuffle(all);
        Assert.Equal(places, Places(all));
    }

    [Fact]
    public void A_twin_that_comes_later_leaves_no_point_behind_that_belongs_to_none()
    {
        var random = new Random(11);
        var all = Enumerable.Range(0, 3_000).Select(_ => (ulong)random.NextInt64()).Distinct().ToArray();
        HashSet<int> written = [];
        for (var known = 100; known <= all.Length; known += 100)
        {
            var places = Places(all[..known]).Values;
            Assert.True(written.IsSubsetOf(places), $"at {known}");
            written = [.. places];
        }
    }

    [Fact]
    public void Neighbouring_identities_are_spread_out() =>
        Assert.InRange(Enumerable.Range(0, 1_000).Select(i => PointSlots.Own((ulong)i) / 100_000).GroupBy(tenth => tenth).Max(tenth => tenth.Count()), 80, 150);

    private static SortedDictionary<ulong, int> Places(ulong[] identities)
    {
        var sorted = identities.Order().ToArray();
        var slots = new int[sorted.Length];
        PointSlots.Assign(sorted, slots);
        return new(sorted.Zip(slots).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
