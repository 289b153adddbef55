using LiqMon.Configuration;
using LiqMon.Tests.Cli;
using LiqMon.Venues;

namespace LiqMon.Tests.Configuration;

/// <summary>Everything that LiqMon reads of venues is public. There is no place for a venue's key, so none can be lost.</summary>
public sealed class VenueKeyTests
{
    private static readonly string[] Credentials =
        ["ApiKey", "Key", "Secret", "ApiSecret", "Token", "Password", "Passphrase", "Signature", "Authorization", "PrivateKey", "Wallet"];

    public static TheoryData<string> Venues => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void No_setting_of_a_venue_takes_a_key(string venue)
    {
        foreach (var credential in Credentials)
        {
            Assert.False(SettingNames.IsKnown($"Venues:{venue}:{credential}"));
            Assert.False(SettingNames.IsKnown($"Venues:{venue}:{credential}_FILE"));
            Assert.False(SettingNames.IsKnown($"{venue}:{credential}"));
        }

        // What there is, and nothing else.
        Assert.Equal(["Assets", "Enabled", "RestUrl", "WebSocketUrl"], typeof(VenueOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_given_all_the_same_is_refused_and_not_shown()
    {
        const string key = "do-not-show-this-key-0123456789";
        var run = await CliRun.Of(new Dictionary<string, string> { ["LIQMON_Venues__binance__ApiKey"] = key }, "venues");
        Assert.Equal(2, run.Code);
        Assert.Contains("LIQMON_Venues__binance__ApiKey is not a setting", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(key, run.Error + run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void No_address_and_no_header_of_a_venue_carries_a_credential(string venue)
    {
        var known = VenueCatalog.Find(venue)!;
        var addresses = known.InstrumentRequests.Select(request => request.Url).Concat(known.Sockets([]).Select(plan => plan.Url)).ToList();
        Assert.All(addresses, address =>
        {
            Assert.Empty(address.UserInfo);
            Assert.DoesNotContain(Credentials, credential => address.Query.Contains(credential + "=", StringComparison.OrdinalIgnoreCase));
        });
        Assert.DoesNotContain(known.Profile.RequestHeaders.Keys, header => Credentials.Any(credential => header.Contains(credential, StringComparison.OrdinalIgnoreCase)));
    }
}
