namespace LiqMon.Simulator;

/// <summary>How a venue turns the liquidations of its market into publications over time. Used under the venue's lock.</summary>
internal interface ILiquidationPacing
{
    /// <summary>Takes in what happened.</summary>
    void Offer(MarketOrder order);

    /// <summary>Hands over what is due at a time.</summary>
    Release Due(long nowMs);
}
