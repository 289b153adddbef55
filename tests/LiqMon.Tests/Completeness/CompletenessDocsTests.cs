using System.Globalization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness;

/// <summary>The page that defines completeness says what the program does.</summary>
public sealed class CompletenessDocsTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.Path("docs", "completeness.md"));

    [Fact]
    public void Every_reason_is_explained()
    {
        foreach (var reason in Enum.GetValues<DeficitReason>().Select(EnumNames.Of).Concat(Enum.GetValues<GapReason>().Select(EnumNames.Of)))
            Assert.Contains($"`{reason}`", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_prior_is_published()
    {
        foreach (var profile in VenueCatalog.All.Select(venue => venue.Profile).Where(profile => profile.FeedClass != FeedClass.None))
        {
            var share = profile.NormalShare.ToString("0.00#", CultureInfo.InvariantCulture);
            Assert.Matches($@"\| {profile.Id}( \(closed\))? \| {share} \|", Page);
        }
    }

    [Fact]
    public void Every_time_for_which_orders_are_held_back_is_published()
    {
        foreach (var held in VenueCatalog.All.Select(venue => venue.Profile).GroupBy(profile => profile.HoldsOrdersFor).Where(held => held.Key > TimeSpan.Zero))
        {
            var names = held.Select(profile => profile.Name).Order(StringComparer.Ordinal).ToList();
            var list = names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{held.Key.TotalSeconds:0.#} s at {list}"), Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_limits_of_readiness_are_those_of_the_program()
    {
        Assert.Contains($"committed for {ReadinessRule.LongestWait.TotalSeconds} seconds while items wait", Page, StringComparison.Ordinal);
        Assert.Contains($"more than {ReadinessRule.LargestOffset.TotalSeconds} seconds off", Page, StringComparison.Ordinal);
        Assert.Contains($"({ReadinessRule.LargestOffsetOfFew.TotalSeconds} seconds by all of fewer)", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_has_a_text_of_its_own() =>
        Assert.Equal(Enum.GetValues<DeficitReason>().Length, Enum.GetValues<DeficitReason>().Select(reason => DeficitText.Of(reason, 2, 2)).Distinct().Count());
}
