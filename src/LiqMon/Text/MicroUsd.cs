namespace LiqMon.Text;

/// <summary>Dollars from the exact integers in which they are stored and added up.</summary>
public static class MicroUsd
{
    /// <summary>Dollars from micro-dollars (dollars × 1,000,000), exact.</summary>
    public static decimal ToUsd(Int128 microUsd) => (decimal)microUsd / 1_000_000m;
}
