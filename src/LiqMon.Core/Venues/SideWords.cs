using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>The two words by which a venue names the side of a liquidation.</summary>
internal static class SideWords
{
    /// <summary>The liquidated position by the word for it; null for any other word, which is then counted as rejected.</summary>
    /// <param name="word">The venue's word, as bytes.</param>
    /// <param name="longWord">The word on which a long was closed: <c>sell</c> where the order is named, <c>long</c> the position.</param>
    /// <param name="shortWord">The word on which a short was closed.</param>
    public static LiquidatedSide? Read(ReadOnlySpan<byte> word, ReadOnlySpan<byte> longWord, ReadOnlySpan<byte> shortWord) =>
        word.SequenceEqual(longWord) ? LiquidatedSide.Long
        : word.SequenceEqual(shortWord) ? LiquidatedSide.Short
        : null;
}
