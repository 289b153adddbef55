using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Reads tickers of Deribit.
/// <code>{"channel":"ticker.BTC-PERPETUAL.100ms","data":{"timestamp":1794000000600,"index_price":99950.5,
/// "instrument_name":"BTC-PERPETUAL","open_interest":1132329370.0,"mark_price":99901.25,"current_funding":0.00001}}</code>
/// </summary>
internal static class DeribitTickers
{
    /// <summary>A ticker of the socket or a summary of REST.</summary>
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long timeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("instrument_name"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("open_interest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("mark_price"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("index_price"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("current_funding"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("timestamp"u8): timeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("creation_timestamp"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (symbolText.Count((byte)'-') > 1 || !readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = symbolText.Contains((byte)'_') ? OpenInterestUnit.Base : OpenInterestUnit.Usd,
            Mark = mark,
            Index = index,
            FundingRate = funding,
        });
    }
}
