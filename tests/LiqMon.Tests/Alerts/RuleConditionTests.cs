using LiqMon.Alerts;
using LiqMon.Queries;

namespace LiqMon.Tests.Alerts;

/// <summary>Conditions of rules: how they are read, checked and decided.</summary>
public sealed class RuleConditionTests
{
    private static readonly RuleCheck Check = new(KnownVenues.Of(_ => true));

    // What the conditions below look at; price(DOGE) is not known.
    private static readonly Dictionary<string, double> Known = new(StringComparer.Ordinal)
    {
        ["squeeze(BTC,1h).short_usd"] = 60_000_000,
        ["squeeze(BTC,1h).covered"] = 0.9,
        ["squeeze(BTC,1h).floor"] = 1,
        ["oi(BTC,4h).change"] = -0.05,
        ["funding(BTC)"] = 0.0002,
        ["price(BTC)"] = 95_000,
        ["price(BTC,binance)"] = 95_100,
        ["feed(binance).seconds_down"] = 0,
        ["feed(binance).down"] = 0,
    };

    [Theory]
    [InlineData("squeeze(BTC,1h).short_usd > 50M and squeeze(BTC,1h).covered > 0.8", true)]
    [InlineData("squeeze(BTC, 1h).short_usd > 50M and squeeze( BTC ,1h ).covered > 95%", false)]
    [InlineData("squeeze(BTC,1h).short_usd >= 60M", true)]
    [InlineData("squeeze(BTC,1h).short_usd > 60000k", false)]
    [InlineData("oi(BTC,4h).change < -4%", true)]
    [InlineData("oi(BTC,4h).change <= -0.05", true)]
    [InlineData("funding(BTC) * 3 * 365 > 20%", true)]
    [InlineData("price(BTC) - 5k < 90000.5 and 2 + 3 * 4 > 13", true)]
    [InlineData("(2 + 3) * 4 < 21 and 10 - 4 - 3 < 4 and 100 / 10 / 5 < 3", true)]
    [InlineData("price(BTC,binance) / price(BTC) - 1 > 0.1%", true)]
    [InlineData("feed(binance).down or squeeze(BTC,1h).floor", true)]
    [InlineData("not feed(binance).down and not (price(BTC) > 100k)", true)]
    [InlineData("not not feed(binance).down", false)]
    [InlineData("1 > 2 and 1 > 2 or 2 > 1", true)]
    [InlineData("2 > 1 or 2 > 1 and 1 > 2", true)]
    [InlineData("NOT feed(binance).down AND 2 > 1", true)]
    // What is not known decides nothing, unless the other side does.
    [InlineData("price(DOGE) > 0", null)]
    [InlineData("not (price(DOGE) > 0)", null)]
    [InlineData("price(DOGE) > 0 or 2 > 1", true)]
    [InlineData("price(DOGE) > 0 and 2 > 1", null)]
    [InlineData("price(DOGE) > 0 and 1 > 2", false)]
    [InlineData("price(DOGE) + 1 > 0", null)]
    [InlineData("1 / feed(binance).seconds_down > 0", null)]
    public void A_condition_is_read_and_decided(string text, bool? holds)
    {
        var condition = RuleParser.Read(text, out var error);

        Assert.Null(error);
        Assert.Empty(Check.Errors(condition!));
        Assert.Equal(holds, condition!.Truth(call => Known.TryGetValue(call.ToString(), out var value) ? value : null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("squeeze(BTC,1h).short_usd >")]
    [InlineData("squeeze(BTC,1h.short_usd > 1")]
    [InlineData("squeeze(BTC,1h).short_usd > 50M and")]
    [InlineData("price(BTC) > 100k price(ETH) > 5k")]
    [InlineData("(price(BTC) > 100k")]
    [InlineData("price(BTC) = 100k")]
    [InlineData("price > 1")]
    [InlineData("price(BTC) > 5x")]
    [InlineData("price(BTC) > 1; drop")]
    public void What_is_no_condition_has_an_error(string text)
    {
        Assert.Null(RuleParser.Read(text, out var error));
        Assert.NotEqual("", error ?? "");
    }

    [Theory]
    [InlineData("squeeze(BTC,1h).short_usd", "is a number; compare it")]
    [InlineData("squeeze(BTC,1h).shorts > 1", "write squeeze(BTC,1h). and one of long_usd, short_usd")]
    [InlineData("squeeze(BTC,1h) > 1", "and one of long_usd")]
    [InlineData("squeezes(BTC,1h).short_usd > 1", "'squeezes' is not known; there are squeeze(asset, window, venue), oi(")]
    [InlineData("squeeze(BTC).short_usd > 1", "squeeze takes asset, window, venue, of which 2 are needed")]
    [InlineData("squeeze(BTC,7x).short_usd > 1", "squeeze(BTC,7x): window: '7x' is not a window")]
    [InlineData("squeeze(BTC,500d).short_usd > 1", "at most 400d")]
    [InlineData("squeeze(BTC,1h,nowhere).short_usd > 1", "squeeze(BTC,1h,nowhere): venue: 'nowhere' is not known; the venues are")]
    [InlineData("feed(nowhere).down", "feed(nowhere): venue: ")]
    [InlineData("price(BTC).usd > 1", "price(BTC) is one value; write it without .usd")]
    [InlineData("price(BTC) and 2 > 1", "and is for what is true or false")]
    [InlineData("feed(binance).down > 1", "> is for numbers")]
    [InlineData("not price(BTC) > 1", null)]
    [InlineData("not price(BTC)", "not is for what is true or false")]
    public void A_condition_that_makes_no_sense_has_an_error_with_what_is_accepted(string text, string? error)
    {
        var condition = RuleParser.Read(text, out var unread);

        Assert.Null(unread);
        if (error is null)
            Assert.Empty(Check.Errors(condition!));
        else
            Assert.Contains(error, Assert.Single(Check.Errors(condition!)), StringComparison.Ordinal);
    }
}
