using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Sampling;

/// <summary>
/// What is known now about the contracts of one venue. Merges readings in which a field may be missing, and thins them
/// out to a grid: the first reading of a grid cell is passed on at once, the last one when the next cell begins.
/// May be used by several threads at once.
/// </summary>
public sealed class MarketSampler
{
    private readonly Lock _using = new();
    private readonly Dictionary<VenueSymbol, SymbolSampler> _rows = [];
    private readonly Dictionary<string, SymbolSampler> _byText = new(StringComparer.Ordinal);

    /// <summary>Takes one reading and adds the samples that are due because of it.</summary>
    /// <param name="reading">The reading; null fields leave what was known.</param>
    /// <param name="gridMs">Length of a grid cell, greater than zero.</param>
    /// <param name="openInterest">Receives open interest.</param>
    /// <param name="marks">Receives mark prices.</param>
    public void Add(in MarketReading reading, long gridMs, List<OpenInterest> openInterest, List<MarkPrice> marks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridMs);
        ArgumentNullException.ThrowIfNull(openInterest);
        ArgumentNullException.ThrowIfNull(marks);
        lock (_using)
        {
            if (!_rows.TryGetValue(reading.Symbol, out var row))
            {
                row = new SymbolSampler(reading.Symbol);
                _rows[reading.Symbol] = row;
                _byText[reading.Symbol.Text] = row;
            }

            var index = IndexOf(row);
            row.AddPrices(reading, gridMs, index, marks);
            row.AddOpenInterest(reading, gridMs, openInterest);
        }
    }

    /// <summary>Adds every sample that is still held back and whose contract is known.</summary>
    public void Flush(List<OpenInterest> openInterest, List<MarkPrice> marks)
    {
        ArgumentNullException.ThrowIfNull(openInterest);
        ArgumentNullException.ThrowIfNull(marks);
        lock (_using)
        {
            foreach (var row in _rows.Values)
                row.Flush(openInterest, marks);
        }
    }

    /// <summary>A contract has ended: adds its last sample, if it is still held back, and one that nothing is open any more.</summary>
    /// <param name="wireName">What the venue's messages call it.</param>
    /// <param name="timeMs">When, Unix milliseconds.</param>
    /// <param name="openInterest">Receives open interest.</param>
    public void End(string wireName, long timeMs, List<OpenInterest> openInterest)
    {
        ArgumentNullException.ThrowIfNull(openInterest);
        lock (_using)
        {
            if (_byText.TryGetValue(wireName, out var row))
                row.End(timeMs, openInterest);
        }
    }

    /// <summary>The contracts by open interest in dollars, largest first; those without any at the end, by symbol.</summary>
    public IReadOnlyList<Instrument> Ranked(IEnumerable<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        lock (_using)
        {
            return
            [
                .. instruments
                    .OrderByDescending(instrument => OpenInterestUsd(instrument.WireName))
                    .ThenBy(instrument => instrument.Symbol, StringComparer.Ordinal),
            ];
        }
    }

    private double OpenInterestUsd(string symbol) =>
        _byText.TryGetValue(symbol, out var row) && row.OpenInterestUsd is >= 0 and var usd ? usd : -1;

    private double? IndexOf(SymbolSampler row) =>
        row.Symbol.Instrument?.IndexSymbol is { } name && _byText.TryGetValue(name, out var index) ? index.Index : null;
}
