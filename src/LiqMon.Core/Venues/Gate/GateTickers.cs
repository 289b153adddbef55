using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Open interest, prices and funding of Gate, on the socket and over REST.</summary>
internal static class GateTickers
{
    /// <summary>A ticker, a list of them, or (in 2021) a list in a list.</summary>
    public static void Read(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadOne(ref reader, timeMs, readings);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Read(ref reader, timeMs, readings);
        }
    }

    private static void ReadOne(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("total_size"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("mark_price"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("index_price"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("funding_rate"u8): funding = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (!readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            Mark = mark,
            Index = index,
            FundingRate = funding,
        });
    }
}
