namespace LiqMon.Simulator;

/// <summary>How a venue names and cuts its contracts, which is all that differs between the lists of several venues.</summary>
internal sealed record ContractForm
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>Symbol of a linear contract, from the base name.</summary>
    public required Func<string, string> Linear { get; init; }

    /// <summary>Symbol of an inverse contract, from the base name; null where the venue has none.</summary>
    public Func<string, string>? Inverse { get; init; }

    /// <summary>Base name of an asset.</summary>
    public Func<AssetProfile, string> Base { get; init; } = static profile => (profile.Thousands ? "1000" : "") + profile.Asset;

    /// <summary>Whether linear quantities are contracts of the sizes that OKX has, not coins.</summary>
    public bool CountsContracts { get; init; }

    /// <summary>Dollars of one inverse contract.</summary>
    public decimal InverseSize { get; init; } = 1m;

    /// <summary>A linear contract for each asset, and inverse ones for BTC and ETH.</summary>
    public List<TradedInstrument> List(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var launch = start.AddYears(-3).ToUnixTimeMilliseconds();
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            var size = CountsContracts ? profile.OkxContractSize / (profile.Thousands ? 1000m : 1m) : 1m;
            list.Add(new TradedInstrument(
                new()
                {
                    Venue = Venue,
                    Symbol = Linear(Base(profile)),
                    Asset = profile.Asset,
                    ContractSize = size,
                    PriceFactor = profile.Thousands ? 1000m : 1m,
                    PriceTick = profile.Thousands ? 0.0000010m : profile.PriceTick,
                    QuantityStep = CountsContracts ? 1m : profile.QuantityStep,
                    LaunchMs = launch,
                },
                profile));
            if (Inverse is null || profile.Asset is not ("BTC" or "ETH")) continue;
            list.Add(new TradedInstrument(
                new()
                {
                    Venue = Venue,
                    Symbol = Inverse(Base(profile)),
                    Asset = profile.Asset,
                    Inverse = true,
                    ContractSize = InverseSize,
                    PriceTick = profile.PriceTick,
                    QuantityStep = 1m,
                    LaunchMs = launch,
                },
                profile));
        }
        return list;
    }
}
