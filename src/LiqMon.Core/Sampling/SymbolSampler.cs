using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Sampling;

/// <summary>The newest values of one symbol, and the samples of it that wait for their grid cell to end. Not thread-safe.</summary>
internal sealed class SymbolSampler(VenueSymbol symbol)
{
    private SampleBucket<HeldOpenInterest> _openInterestCell;
    private SampleBucket<HeldPrices> _pricesCell;
    private double? _openInterest;
    private OpenInterestUnit _unit;
    private double? _openInterestUsd;
    private double? _mark;
    private double? _fundingRate;
    private long? _nextFundingMs;

    public VenueSymbol Symbol => symbol;

    public double? Index { get; private set; }

    /// <summary>For ranking only.</summary>
    public double? OpenInterestUsd { get; private set; }

    public void AddPrices(in MarketReading reading, long gridMs, double? indexElsewhere, List<MarkPrice> marks)
    {
        if (reading.Mark is null && reading.Index is null && reading.FundingRate is null && reading.NextFundingMs is null)
            return;
        if (_pricesCell.IsLate(reading.TimeMs))
        {
            // Old values must not overwrite newer ones; what this reading does not say is not known for its time.
            if (_pricesCell.IsBeforeCell(reading.TimeMs, gridMs) && reading.Mark is { } oldMark)
            {
                Emit(
                    new(
                        reading.TimeMs, oldMark.ToDouble(), reading.Index?.ToDouble(), reading.FundingRate?.ToDouble(),
                        reading.NextFundingMs),
                    marks);
            }

            return;
        }

        _mark = reading.Mark?.ToDouble() ?? _mark;
        Index = reading.Index?.ToDouble() ?? Index;
        _fundingRate = reading.FundingRate?.ToDouble() ?? _fundingRate;
        _nextFundingMs = reading.NextFundingMs ?? _nextFundingMs;
        if (_mark is not { } mark)
            return;
        var prices = new HeldPrices(reading.TimeMs, mark, Index ?? indexElsewhere, _fundingRate, _nextFundingMs);
        if (_pricesCell.Hold(prices, reading.TimeMs, gridMs, symbol.Instrument is not null, out var previous))
        {
            if (previous is { } ended)
                Emit(ended, marks);
            if (_pricesCell.TryRelease(out var first))
                Emit(first, marks);
        }
    }

    public void AddOpenInterest(in MarketReading reading, long gridMs, List<OpenInterest> openInterest)
    {
        if (reading.OpenInterest is null && reading.OpenInterestUsd is null)
            return;
        if (_openInterestCell.IsLate(reading.TimeMs))
        {
            if (_openInterestCell.IsBeforeCell(reading.TimeMs, gridMs))
            {
                Emit(
                    new(
                        reading.TimeMs, reading.OpenInterest?.ToDouble(), reading.OpenInterestUnit,
                        reading.OpenInterestUsd?.ToDouble(), reading.Mark?.ToDouble() ?? _mark),
                    openInterest);
            }

            return;
        }

        if (reading.OpenInterest is { } amount)
        {
            _openInterest = amount.ToDouble();
            _unit = reading.OpenInterestUnit;
            // Dollars sent earlier belong to an earlier amount.
            _openInterestUsd = null;
        }

        _openInterestUsd = reading.OpenInterestUsd?.ToDouble() ?? _openInterestUsd;
        var held = new HeldOpenInterest(reading.TimeMs, _openInterest, _unit, _openInterestUsd, _mark);
        if (symbol.Instrument is { } instrument)
        {
            OpenInterestUsd = held.Of(instrument).Usd;
            symbol.Hold(OpenInterestUsd);
        }
        if (_openInterestCell.Hold(held, reading.TimeMs, gridMs, symbol.Instrument is not null, out var previous))
        {
            if (previous is { } ended)
                Emit(ended, openInterest);
            if (_openInterestCell.TryRelease(out var first))
                Emit(first, openInterest);
        }
    }

    public void End(long timeMs, List<OpenInterest> openInterest)
    {
        if (symbol.Instrument is not { } newest || _openInterest is null && _openInterestUsd is null)
            return;
        if (_openInterestCell.TryRelease(out var held))
            Emit(held, openInterest);
        // A venue's clock may be ahead of ours.
        var endMs = Math.Max(timeMs, _openInterestCell.NewestMs + 1);
        openInterest.Add(new OpenInterest(newest.At(endMs), endMs, 0, 0, 0));
        _openInterest = _openInterestUsd = OpenInterestUsd = null;
    }

    public void Flush(List<OpenInterest> openInterest, List<MarkPrice> marks)
    {
        if (symbol.Instrument is null)
            return;
        if (_pricesCell.TryRelease(out var prices))
            Emit(prices, marks);
        if (_openInterestCell.TryRelease(out var held))
            Emit(held, openInterest);
    }

    private void Emit(in HeldPrices prices, List<MarkPrice> marks)
    {
        if (symbol.Instrument is { } newest)
        {
            marks.Add(new MarkPrice(
                newest.At(prices.TimeMs), prices.TimeMs, prices.Mark, prices.Index, prices.FundingRate, prices.NextFundingMs));
        }
    }

    private void Emit(in HeldOpenInterest held, List<OpenInterest> openInterest)
    {
        if (symbol.Instrument is not { } newest)
            return;
        var sample = held.Of(newest.At(held.TimeMs));
        // The price may be that of another unit than the amount: coins without dollars are worth more than false ones.
        openInterest.Add(sample.Usd > Plausible.MostOpenInterestUsd ? sample with { Usd = double.NaN } : sample);
    }

    private readonly record struct HeldPrices(long TimeMs, double Mark, double? Index, double? FundingRate, long? NextFundingMs);

    private readonly record struct HeldOpenInterest(
        long TimeMs, double? Amount, OpenInterestUnit Unit, double? Usd, double? Mark)
    {
        public OpenInterest Of(Instrument instrument) => OpenInterestValuation.Value(instrument, TimeMs, Amount, Unit, Usd, Mark);
    }
}
