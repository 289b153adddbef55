using System.Text;
using FsCheck.Fluent;
using LiqMon.Market;

namespace LiqMon.Tests.Market;

public sealed class EventIdentityTests
{
    /// <summary>Identities are stored, so these values must never change.</summary>
    [Fact]
    public void The_identity_is_stable_for_ever()
    {
        Assert.True(ExactNumber.TryParse("99870.10", out var price));
        Assert.True(ExactNumber.TryParse("0.050", out var quantity));
        Assert.Equal(1970530018614959156UL, EventIdentity.OfContent(LiquidatedSide.Long, 1_794_000_000_321, price, quantity, 0));
        Assert.Equal(1278246767325147510UL, EventIdentity.OfContent(LiquidatedSide.Long, 1_794_000_000_321, price, quantity, 1));
        Assert.Equal(9756326397929283925UL, EventIdentity.OfVenueId("abc-123"u8));
    }

    [Fact]
    public void Each_part_of_the_content_matters() => Numbers.Hold(
        from timeMs in Gen.Choose(0, int.MaxValue - 1)
        from price in Numbers.Positive(12)
        from quantity in Numbers.Positive(12)
        from ordinal in Gen.Choose(0, 1_000)
        select (Time: 1_700_000_000_000 + timeMs, price, quantity, ordinal),
        value =>
        {
            var (time, price, quantity, ordinal) = value;
            var more = ExactNumber.From(7_919);
            ulong[] identities =
            [
                EventIdentity.OfContent(LiquidatedSide.Long, time, price, quantity, ordinal),
                EventIdentity.OfContent(LiquidatedSide.Short, time, price, quantity, ordinal),
                EventIdentity.OfContent(LiquidatedSide.Long, time + 1, price, quantity, ordinal),
                EventIdentity.OfContent(LiquidatedSide.Long, time, price.TryTimes(more, out var otherPrice) ? otherPrice : more, quantity, ordinal),
                EventIdentity.OfContent(LiquidatedSide.Long, time, price, quantity.TryTimes(more, out var otherQuantity) ? otherQuantity : more, ordinal),
                EventIdentity.OfContent(LiquidatedSide.Long, time, price, quantity, ordinal + 1),
            ];
            return identities.Distinct().Count() == identities.Length
                && identities[0] == EventIdentity.OfContent(LiquidatedSide.Long, time, price, quantity, ordinal);
        });

    [Fact]
    public void A_million_neighbours_do_not_collide()
    {
        var seen = new HashSet<ulong>();
        for (var ms = 0; ms < 100; ms++)
        {
            for (var price = 1; price <= 100; price++)
            {
                for (var quantity = 1; quantity <= 50; quantity++)
                {
                    for (var side = LiquidatedSide.Long; side <= LiquidatedSide.Short; side++)
                        Assert.True(seen.Add(EventIdentity.OfContent(side, 1_794_000_000_000 + ms, ExactNumber.From(price), ExactNumber.From(quantity), 0)));
                }
            }
        }
    }

    [Fact]
    public void Venue_ids_differ_by_every_byte()
    {
        var ids = Enumerable.Range(0, 100_000).Select(i => $"{i}").Concat(["", "0", "00", "000", "a\0", "a"]).Distinct().ToList();
        Assert.Equal(ids.Count, ids.Select(id => EventIdentity.OfVenueId(Encoding.UTF8.GetBytes(id))).Distinct().Count());
    }
}
