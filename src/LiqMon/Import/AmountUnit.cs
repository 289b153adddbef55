namespace LiqMon.Import;

/// <summary>What the amounts of a file are counted in.</summary>
public enum AmountUnit : byte
{
    /// <summary>Dollars.</summary>
    Usd,

    /// <summary>Coins of the asset.</summary>
    Coin,
}
