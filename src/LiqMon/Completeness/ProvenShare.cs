namespace LiqMon.Completeness;

/// <summary>Shares of time with at most six decimals, never rounded up: 1 means that nothing at all is missing.</summary>
public static class ProvenShare
{
    /// <summary>The largest share that is not the whole.</summary>
    public const decimal AlmostAll = 0.999999m;

    private const decimal Million = 1_000_000m;

    /// <summary>A share as stored, 0 to 1.</summary>
    public static decimal Of(double share) => share >= 1 ? 1 : share > 0 ? Of((decimal)share) : 0;

    /// <summary>A share, 0 to 1.</summary>
    public static decimal Of(decimal share) => share >= 1 ? 1 : share > 0 ? Math.Floor(share * Million) / Million : 0;

    /// <summary>The share of a span without some of its milliseconds; 0 of no time at all.</summary>
    public static decimal Without(long missingMs, long fromMs, long toMs) =>
        toMs <= fromMs ? 0 : Math.Floor((toMs - fromMs - missingMs) * Million / (toMs - fromMs)) / Million;
}
