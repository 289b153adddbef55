using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Reads markets of dYdX: whole, as changes, or the oracle's prices alone.
/// <code>{"type":"channel_data","channel":"v4_markets","contents":{"oraclePrices":{"BTC-USD":{"oraclePrice":"99901.25",
/// "effectiveAt":"2026-11-06T21:20:00.301Z"}}}}</code>
/// </summary>
internal static class DydxMarkets
{
    /// <summary>Markets by their tickers: whole, as changes, or the oracle's prices alone.</summary>
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        while (reader.NextProperty(out var ticker))
        {
            if (reader.Enters(JsonTokenType.StartObject))
                ReadMarket(ref reader, ticker, readings);
        }
    }

    private static void ReadMarket(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> ticker, FrameReadings readings)
    {
        ExactNumber? openInterest = null, price = null, funding = null;
        var timeMs = readings.ReceivedMs ?? 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("oraclePrice"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("nextFundingRate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("effectiveAt"u8): timeMs = reader.IsoTimeMs(); break;
                default: reader.SkipNested(); break;
            }
        }

        if ((openInterest is null && price is null && funding is null) || !readings.TrySymbol(ticker, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = price,
            FundingRate = funding,
        });
    }
}
