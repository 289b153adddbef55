namespace LiqMon.Simulator;

/// <summary>The markets of HTX, each with a socket and REST paths of its own.</summary>
internal enum HtxFamily
{
    /// <summary>Margined in USDT.</summary>
    Linear,

    /// <summary>Coin-margined, without end.</summary>
    CoinSwap,

    /// <summary>Coin-margined, dated.</summary>
    CoinFutures,
}
