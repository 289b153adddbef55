using LiqMon.Completeness;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness;

public sealed class VenueWeightsTests
{
    [Fact]
    public void A_new_store_weighs_by_the_published_priors()
    {
        var weights = VenueWeights.Of([new("a", 0, 0, 0.3m), new("b", 0, 0, 0.1m)]);
        Assert.Equal(3, weights["a"] / weights["b"]);
    }

    [Fact]
    public void A_whole_proven_week_leaves_nothing_of_the_priors()
    {
        var weights = VenueWeights.Of([new("a", 10, 1, 0.3m), new("b", 90, 1, 0.1m), new("c", 0, 1, 0.5m)]);
        Assert.Equal((10m, 90m, 0m), (weights["a"], weights["b"], weights["c"]));
    }

    [Fact]
    public void A_venue_that_was_lost_for_the_week_keeps_the_weight_that_its_prior_lets_expect()
    {
        // The proven venue's 30 dollars are 0.3 of a normal week, so a normal week has 100; the lost one has 0.2 of it.
        var weights = VenueWeights.Of([new("proven", 30, 1, 0.3m), new("lost", 0, 0, 0.2m)]);
        Assert.Equal((30m, 20m), (weights["proven"], weights["lost"]));
    }

    [Fact]
    public void Half_a_proven_week_is_filled_up_by_half_the_prior()
    {
        // 40 dollars in half of 0.2 and all of 0.3 of a normal week: a normal week has 100.
        var weights = VenueWeights.Of([new("half", 10, 0.5m, 0.2m), new("whole", 30, 1, 0.3m)]);
        Assert.Equal((20m, 30m), (weights["half"], weights["whole"]));
    }

    [Fact]
    public void Dollars_without_any_proof_still_give_finite_weights()
    {
        var weights = VenueWeights.Of([new("replayed", 50, 0, 0.5m), new("other", 0, 0, 0.5m)]);
        Assert.True(weights["replayed"] > weights["other"]);
        Assert.True(weights["other"] > 0);
    }

    [Fact]
    public void Every_venue_that_publishes_liquidations_has_a_prior_and_together_they_are_about_all()
    {
        var profiles = VenueCatalog.All.Select(venue => venue.Profile).ToList();
        Assert.Empty(profiles.Where(profile => profile.FeedClass != FeedClass.None && profile.NormalShare <= 0).Select(profile => profile.Id));
        Assert.Empty(profiles.Where(profile => profile.FeedClass == FeedClass.None && profile.NormalShare > 0).Select(profile => profile.Id));
        Assert.InRange(profiles.Sum(profile => profile.NormalShare), 0.95, 1.05);
    }
}
