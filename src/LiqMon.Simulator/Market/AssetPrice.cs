namespace LiqMon.Simulator;

/// <summary>A price walk in decimals, so that every machine gets the same digits.</summary>
internal sealed class AssetPrice(AssetProfile profile)
{
    private const int NoisePpm = 60;
    private const int CascadePpmPerSecond = 2000;
    private readonly decimal _anchor = profile.Price;

    public string Asset => profile.Asset;

    /// <summary>Dollars for one unit.</summary>
    public decimal Price { get; private set; } = profile.Price;

    /// <summary>Premium of perpetuals over the index in millionths.</summary>
    public int PremiumPpm { get; private set; }

    /// <summary>True when the last steps went down on balance.</summary>
    public bool Falling { get; private set; }

    /// <summary>Moves the price by one step of the given length.</summary>
    public void Step(Random draw, MarketPhase phase, int stepMs)
    {
        var ppm = draw.Next(-NoisePpm, NoisePpm + 1);
        if (phase.CascadeAsset is not null)
        {
            var push = draw.Next(CascadePpmPerSecond) * stepMs / 1000;
            if (phase.CascadeAsset != profile.Asset) push /= 4;
            ppm += phase.Falling ? -push : push;
        }
        // Weeks of a pure random walk would end anywhere; a weak pull keeps the level believable.
        var distancePpm = (int)Math.Clamp((Price - _anchor) / _anchor * 1_000_000m, -900_000m, 900_000m);
        ppm -= distancePpm / 4000;
        Price = Math.Max(decimal.Round(Price * (1m + (ppm / 1_000_000m)), 14), _anchor / 10);
        Falling = ppm < 0;
        PremiumPpm = Math.Clamp(PremiumPpm + draw.Next(-12, 13), -800, 800);
    }
}
