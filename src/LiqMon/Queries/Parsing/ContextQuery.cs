using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>A question about where an asset stands.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Candles">Which candles to list; null for none.</param>
public sealed record ContextQuery(string Asset, CandleInterval? Candles)
{
    /// <summary>How candles are written.</summary>
    public static IReadOnlyList<string> CandleNames { get; } = ["4h", "1d"];

    /// <summary>Reads a question, the same for command line and HTTP; null when there are errors.</summary>
    /// <param name="asset">An asset; BTC when null.</param>
    /// <param name="candles"><c>4h</c> or <c>1d</c>; none when null.</param>
    /// <param name="name">How the asker calls a parameter.</param>
    /// <param name="errors">What is wrong, and what is accepted.</param>
    public static ContextQuery? Read(string? asset, string? candles, Func<string, string> name, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wrong = new List<string>();
        asset ??= "BTC";
        var isList = asset.Replace("\\,", "", StringComparison.Ordinal).Contains(',', StringComparison.Ordinal);
        asset = asset.Replace("\\,", ",", StringComparison.Ordinal);
        if (isList || !AssetNames.IsName(asset))
            wrong.Add($"{name("asset")}: {QueryParser.Shown(asset)} is not one asset; write a name such as BTC");
        CandleInterval? interval = candles switch
        {
            "4h" => CandleInterval.FourHours,
            "1d" => CandleInterval.Day,
            _ => null,
        };
        if (candles is not null && interval is null)
            wrong.Add($"{name("candles")}: {QueryParser.Shown(candles)} is not one of {string.Join(", ", CandleNames)}");
        errors = wrong;
        return wrong.Count == 0 ? new ContextQuery(AssetNames.Normalise(asset).Asset, interval) : null;
    }
}
