namespace LiqMon.Simulator;

/// <summary>The position that was closed by force (never the side of the closing order).</summary>
public enum LiquidatedPosition
{
    /// <summary>A long was closed: the engine sold.</summary>
    Long,

    /// <summary>A short was closed: the engine bought.</summary>
    Short,
}
