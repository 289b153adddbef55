using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Reads tickers of Bitget.
/// <code>{"action":"snapshot","arg":{"instType":"usdt-futures","topic":"ticker","symbol":"BTCUSDT"},"data":[{
/// "indexPrice":"76671.4381686055379793","markPrice":"76631.3","fundingRate":"-0.00003","openInterest":"29539.3825",
/// "nextFundingTime":"1794009600000"}],"ts":1794000000084}</code>
/// </summary>
internal static class BitgetTickers
{
    /// <summary>A ticker; on the v3 socket the symbol stands beside it, not in it.</summary>
    internal static void Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> symbolText, long timeMs, FrameReadings readings)
    {
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long nextFundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8) || name.SequenceEqual("instId"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("openInterest"u8) || name.SequenceEqual("holdingAmount"u8) || name.SequenceEqual("holding"u8):
                    openInterest = reader.Number();
                    break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("indexPrice"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingRate"u8) || name.SequenceEqual("capitalRate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("nextFundingTime"u8) || name.SequenceEqual("nextSettleTime"u8): nextFundingMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("ts"u8) || name.SequenceEqual("systemTime"u8):
                    var ownTime = reader.Integer();
                    timeMs = ownTime > 0 ? ownTime : timeMs;
                    break;
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
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
    }
}
