using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Reads rows of open interest, funding, mark and index prices of OKX: each holds some of them.</summary>
internal static class OkxMarket
{
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default, type = default;
        ExactNumber? openInterest = null, openInterestUsd = null, mark = null, index = null, funding = null;
        long timeMs = 0, fundingTimeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("instId"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("instType"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("oi"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("oiUsd"u8): openInterestUsd = reader.Number(); break;
                case var _ when name.SequenceEqual("markPx"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("idxPx"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingRate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("fundingTime"u8): fundingTimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("ts"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        // Index rows and old funding rows carry no type; options are known by their symbol: BTC-USD-231013-22000-P.
        if ((!type.IsEmpty && !OkxLiquidations.IsFuture(type)) || symbolText.Count((byte)'-') > 3 || !readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            // Funding rows had no time of their own before 2023.
            TimeMs = timeMs > 0 ? timeMs : readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            OpenInterestUsd = openInterestUsd,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = fundingTimeMs > 0 ? fundingTimeMs : null,
        });
    }
}
