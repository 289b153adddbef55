namespace LiqMon.Context;

/// <summary>What moved the price of a span, in one word; <see cref="LabelRule"/> decides.</summary>
public enum SqueezeLabel : byte
{
    /// <summary>Shorts were forced to buy: the price rose far, mostly shorts were liquidated, positions were closed.</summary>
    ShortSqueeze,

    /// <summary>Longs were forced to sell: the price fell far, mostly longs were liquidated, positions were closed.</summary>
    LongSqueeze,

    /// <summary>Price up, open interest up: new longs.</summary>
    NewLongs,

    /// <summary>Price up, open interest down: shorts close.</summary>
    Covering,

    /// <summary>Price down, open interest up: new shorts.</summary>
    NewShorts,

    /// <summary>Price down, open interest down: longs close.</summary>
    LongClosing,

    /// <summary>Price or open interest hardly moved.</summary>
    Quiet,
}

/// <summary>Why a span has no label.</summary>
public enum NoLabelReason : byte
{
    /// <summary>Too little of the normal volume was watched.</summary>
    Coverage,

    /// <summary>The price is not known at both ends.</summary>
    Price,

    /// <summary>Open interest is not known at both ends, or at too few venues.</summary>
    OpenInterest,

    /// <summary>There is too little history to know how far the price usually moves.</summary>
    Volatility,
}

/// <summary>What a label is decided from.</summary>
public readonly record struct LabelFacts
{
    /// <summary>Short part of the liquidated dollars, 0 to 1; null when nothing was liquidated.</summary>
    public double? ShortShare { get; init; }

    /// <summary>Natural logarithm of the price at the end over the price at the start; null while unknown.</summary>
    public double? LogReturn { get; init; }

    /// <summary>Standard deviation of such logarithms over spans of the same length; null while unknown.</summary>
    public double? Sigma { get; init; }

    /// <summary>Change of open interest in coin, relative to the start: -0.02 is 2 % less; null while unknown.</summary>
    public double? OpenInterestChange { get; init; }

    /// <summary>Part of the venues whose open interest is known at both ends, 0 to 1.</summary>
    public double OpenInterestShare { get; init; }

    /// <summary>Part of the normal volume that was watched, 0 to 1.</summary>
    public double Coverage { get; init; }
}
