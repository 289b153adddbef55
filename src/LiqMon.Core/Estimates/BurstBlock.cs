namespace LiqMon.Estimates;

/// <summary>
/// Half a minute of one contract as a sampled feed shows it. How many of its seconds had an order is all that such a feed
/// shows how fast liquidations came; blocks are put into classes by it.
/// </summary>
public readonly record struct BurstBlock
{
    /// <summary>Length of a block.</summary>
    public const long LengthMs = 30_000;

    /// <summary>Classes of blocks: 1, 2, 3 to 4, 5 to 8, 9 to 16, and more seconds with an order.</summary>
    public const int Classes = 6;

    /// <summary>Its class, from 0 for one second with an order up to one less than <see cref="Classes"/>.</summary>
    public required int Class { get; init; }

    /// <summary>Its start, Unix milliseconds, a multiple of <see cref="LengthMs"/>.</summary>
    public required long StartMs { get; init; }

    /// <summary>Of the seconds in which a long was published.</summary>
    public required BlockSide Long { get; init; }

    /// <summary>Of the seconds in which a short was published.</summary>
    public required BlockSide Short { get; init; }

    internal static int ClassOf(int seconds) => seconds switch
    {
        <= 1 => 0,
        2 => 1,
        <= 4 => 2,
        <= 8 => 3,
        <= 16 => 4,
        _ => 5,
    };
}

/// <summary>Dollars of the seconds of a block in which one side was published.</summary>
/// <param name="Reported">Published dollars, all of this side.</param>
/// <param name="HiddenSame">Dollars of the same side that were not published; known of a full feed only.</param>
/// <param name="HiddenOther">Dollars of the other side that were not published.</param>
public readonly record struct BlockSide(double Reported, double HiddenSame, double HiddenOther);
