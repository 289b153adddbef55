namespace LiqMon.Simulator;

/// <summary>A contract together with its life: quote and open interest, advanced by the market.</summary>
internal sealed class TradedInstrument
{
    private readonly decimal _basis;
    private readonly decimal _firstOpenInterest;
    private volatile SimulatedInstrument _spec;
    private volatile Quote _quote;

    public TradedInstrument(SimulatedInstrument spec, AssetProfile profile, decimal basis = 0m)
    {
        _spec = spec;
        Profile = profile;
        _basis = basis;
        var price = ToTick(profile.Price * spec.PriceFactor);
        _firstOpenInterest = QuantityFor(profile.OpenInterestUsd, price);
        _quote = new Quote(price, price, 0m, _firstOpenInterest, 0);
    }

    /// <summary>The contract; another one with the same numbers after it was renamed.</summary>
    public SimulatedInstrument Spec => _spec;

    public AssetProfile Profile { get; }

    /// <summary>The newest quote; replaced as a whole, so any thread may read it.</summary>
    public Quote Quote => _quote;

    /// <summary>False while the venue leaves it out of its instrument list.</summary>
    public bool Listed
    {
        get => Phase == ContractPhase.Listed;
        set => Phase = value ? ContractPhase.Listed : ContractPhase.Unlisted;
    }

    /// <summary>Where the contract stands in its life.</summary>
    public ContractPhase Phase { get; set; } = ContractPhase.Listed;

    /// <summary>Whether anybody can hold positions in it.</summary>
    public bool IsTraded => Phase is not (ContractPhase.Planned or ContractPhase.Ended);

    /// <summary>What the venue's clock is ahead of the true time.</summary>
    public long ClockOffsetMs { get; set; }

    /// <summary>Gives the contract another name.</summary>
    public void Rename(string symbol) => _spec = _spec with { Symbol = symbol };

    /// <summary>A price on the instrument's grid, at least one tick.</summary>
    public decimal ToTick(decimal price) => Math.Max(decimal.Round(price / Spec.PriceTick, 0), 1m) * Spec.PriceTick;

    /// <summary>The quantity on the instrument's grid that is worth about the given dollars, at least one step.</summary>
    public decimal QuantityFor(decimal dollars, decimal price)
    {
        var unit = Spec.Inverse ? Spec.ContractSize : Spec.ContractSize * price;
        return Math.Max(decimal.Round(dollars / unit / Spec.QuantityStep, 0), 1m) * Spec.QuantityStep;
    }

    /// <summary>What the contract's data was before the simulation began; null where no past is published.</summary>
    public Func<long, PastQuote?>? Past { get; set; }

    /// <summary>
    /// What open interest is reported to have been. Without a past it is that of the start and up to nine steps more, the
    /// same whenever it is requested.
    /// </summary>
    public decimal PastOpenInterest(long timeMs) =>
        Past?.Invoke(timeMs) is { } past ? past.OpenInterest : _firstOpenInterest + (Spec.QuantityStep * (timeMs / 60_000 % 10));

    /// <summary>What its mark price was; that of now without a past.</summary>
    public decimal PastMark(long timeMs) => Past?.Invoke(timeMs) is { } past ? past.Mark : Quote.Mark;

    /// <summary>Moves the quote to the underlying's new price and lets open interest grow a little.</summary>
    /// <param name="assetPrice">Dollars for one unit of the asset.</param>
    /// <param name="premiumPpm">Perpetual premium over the index in millionths.</param>
    /// <param name="growthPpm">Growth of open interest in millionths.</param>
    /// <param name="nowMs">Time of the quote.</param>
    public void Move(decimal assetPrice, int premiumPpm, int growthPpm, long nowMs)
    {
        var index = assetPrice * Spec.PriceFactor;
        var premium = Spec.ExpiryMs is null ? premiumPpm / 1_000_000m : _basis;
        var funding = Spec.ExpiryMs is null ? decimal.Round(0.0001m + (premium / 8), 8) : 0m;
        var step = Spec.QuantityStep;
        var grown = _quote.OpenInterest + (decimal.Round(_quote.OpenInterest * growthPpm / 1_000_000m / step, 0) * step);
        // A simulation may run for weeks: growth stops at twice the start.
        var openInterest = Math.Min(grown, _firstOpenInterest * 2);
        _quote = new Quote(ToTick(index * (1m + premium)), ToTick(index), funding, openInterest, nowMs + ClockOffsetMs);
    }

    /// <summary>A new position enters the open interest.</summary>
    public void Open(decimal quantity) => _quote = _quote with { OpenInterest = _quote.OpenInterest + quantity };

    /// <summary>A closed position leaves the open interest, which never falls below a tenth of its start.</summary>
    public void Close(decimal quantity)
    {
        var floor = decimal.Round(_firstOpenInterest / 10 / Spec.QuantityStep, 0) * Spec.QuantityStep;
        _quote = _quote with { OpenInterest = Math.Max(_quote.OpenInterest - quantity, floor) };
    }
}
