using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Open interest, prices and funding of Bybit. Open interest counts both sides; half of it is taken where one is not sent.</summary>
internal static class BybitTickers
{
    /// <summary>A ticker of the socket or of REST; <paramref name="category"/> is what the answer as a whole says, if it does.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, long timeMs, MarginKind? category, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? both = null, single = null, bothValue = null, singleValue = null, mark = null, index = null, funding = null;
        long nextFundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("indexPrice"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("openInterest"u8): both = reader.Number(); break;
                case var _ when name.SequenceEqual("singleOpenInterest"u8): single = reader.Number(); break;
                case var _ when name.SequenceEqual("openInterestValue"u8): bothValue = reader.Number(); break;
                case var _ when name.SequenceEqual("singleOpenInterestValue"u8): singleValue = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingRate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("nextFundingTime"u8): nextFundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (!readings.TrySymbol(symbolText, out var symbol))
            return;
        var margin = category ?? symbol.Instrument?.Margin ?? (IsInverse(symbolText) ? MarginKind.Inverse : MarginKind.Linear);
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = single ?? both?.Half(),
            OpenInterestUnit = margin == MarginKind.Inverse ? OpenInterestUnit.Usd : OpenInterestUnit.Base,
            OpenInterestUsd = margin == MarginKind.Inverse ? null : singleValue ?? bothValue?.Half(),
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
    }

    /// <summary>Inverse symbols are <c>BTCUSD</c> and <c>BTCUSDZ26</c>.</summary>
    private static bool IsInverse(ReadOnlySpan<byte> symbol) =>
        symbol.EndsWith("USD"u8) || (symbol.Length > 6 && symbol[^6..^3].SequenceEqual("USD"u8) && symbol[^1] is >= (byte)'0' and <= (byte)'9');
}
