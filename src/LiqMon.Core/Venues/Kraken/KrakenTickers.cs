using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Reads tickers of Kraken Futures. Of the socket:
/// <code>{"time":1794000000600,"product_id":"PF_XBTUSD","relative_funding_rate":0.0000186711875,"next_funding_rate_time":1794002400000,
/// "feed":"ticker","index":99950.5,"openInterest":1021.5,"markPrice":99901.25}</code>
/// </summary>
internal static class KrakenTickers
{
    internal static void Read(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null, funding = null;
        long timeMs = 0, nextFundingMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("product_id"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("index"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("relative_funding_rate"u8): funding = reader.Number(); break;
                case var _ when name.SequenceEqual("next_funding_rate_time"u8): nextFundingMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("time"u8): timeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        Add(symbolText, timeMs, openInterest, mark, index, funding, nextFundingMs, readings);
    }

    internal static void ReadRest(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? openInterest = null, mark = null, index = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("symbol"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("markPrice"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("indexPrice"u8): index = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        // The list also has indices (rr_xbtusd, in_xbtusd), and had lower-case symbols once.
        Span<byte> upper = stackalloc byte[ContractNames.MaxSymbolBytes];
        if (!SymbolRegistry.IsValid(symbolText) || System.Text.Ascii.ToUpper(symbolText, upper, out var length) != System.Buffers.OperationStatus.Done)
            readings.Reject(RejectReason.BadSymbol);
        else if (length > 2 && upper[0] is (byte)'P' or (byte)'F' && upper[1] is (byte)'I' or (byte)'F' or (byte)'V' && upper[2] == '_')
            Add(upper[..length], timeMs, openInterest, mark, index, null, 0, readings);
    }

    private static void Add(
        ReadOnlySpan<byte> symbolText, long timeMs, ExactNumber? openInterest, ExactNumber? mark, ExactNumber? index,
        ExactNumber? funding, long nextFundingMs, FrameReadings readings)
    {
        if (!readings.TrySymbol(symbolText, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = symbolText.Length > 1 && symbolText[1] == 'I' ? OpenInterestUnit.Usd : OpenInterestUnit.Base,
            Mark = mark,
            Index = index,
            FundingRate = funding,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
    }
}
