using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Reads the status of contracts of Bitfinex, which holds price, open interest and funding.</summary>
internal static class BitfinexStatus
{
    /// <summary>One contract's status over REST: the fields of the socket, behind the symbol.</summary>
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long timeMs = 0, nextFundingMs = 0;
        for (var field = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; field++)
        {
            switch (field)
            {
                case 0: symbolText = reader.Text(); break;
                case 1: timeMs = reader.Integer(); break;
                case 4: index = reader.Number(); break;
                case 8: nextFundingMs = reader.Integer(); break;
                case 12: funding = reader.Number(); break;
                case 15: mark = reader.Number(); break;
                case 18: openInterest = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (symbolText.StartsWith("tTEST"u8) || !readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
    }
}
