using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Open interest, indexes, marks and funding rates of HTX.</summary>
internal static class HtxMarket
{
    /// <summary>The answer to any of the venue's polls.</summary>
    public static FrameKind ReadPoll(ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (!Utf8JsonReaderExtensions.TryOpenObject(body, readings, out var reader))
            return FrameKind.Malformed;
        ReadOnlySpan<byte> status = default, words = default, channel = default;
        Utf8JsonReader data = default;
        long timeMs = 0;
        while (reader.NextProperty(out var property))
        {
            switch (property)
            {
                case var _ when property.SequenceEqual("status"u8): status = reader.Text(); break;
                case var _ when property.SequenceEqual("err_msg"u8) || property.SequenceEqual("err-msg"u8): words = reader.Text(); break;
                case var _ when property.SequenceEqual("ch"u8): channel = reader.Text(); break;
                case var _ when property.SequenceEqual("ts"u8): timeMs = reader.Integer(); break;
                case var _ when property.SequenceEqual("data"u8):
                    data = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (!status.SequenceEqual("ok"u8))
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(words);
            return status.IsEmpty ? FrameKind.Ignored : FrameKind.Nack;
        }

        if (data.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        if (!channel.IsEmpty)
            return ReadMark(ref data, channel, timeMs, readings);
        while (data.NextObject())
            ReadMarketRow(ref data, timeMs, readings);
        return FrameKind.Data;
    }

    /// <summary>A row of funding rates on the socket.</summary>
    public static void ReadFunding(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbolText = default;
        ExactNumber? rate = null;
        long nextMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract_code"u8): symbolText = reader.Text(); break;
                case var _ when name.SequenceEqual("funding_rate"u8): rate = reader.Number(); break;
                // When it is paid; "funding_time" is when it was computed.
                case var _ when name.SequenceEqual("settlement_time"u8): nextMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (readings.TrySymbol(symbolText, out var symbol))
            readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = timeMs, FundingRate = rate, NextFundingMs = nextMs > 0 ? nextMs : null });
    }

    /// <summary>A row of open interest or of indexes.</summary>
    private static void ReadMarketRow(scoped ref Utf8JsonReader reader, long timeMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> contract = default, coin = default;
        ExactNumber? openInterest = null, value = null, index = null;
        long indexTimeMs = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract_code"u8): contract = reader.Text(); break;
                case var _ when name.SequenceEqual("symbol"u8): coin = reader.Text(); break;
                case var _ when name.SequenceEqual("volume"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("value"u8): value = reader.Number(); break;
                case var _ when name.SequenceEqual("index_price"u8): index = reader.Number(); break;
                case var _ when name.SequenceEqual("index_ts"u8): indexTimeMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        // Indexes of coin-margined futures go by the coin alone.
        if (!readings.TrySymbol(contract.IsEmpty ? coin : contract, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = indexTimeMs > 0 ? indexTimeMs : timeMs,
            OpenInterest = openInterest?.Half(),
            OpenInterestUnit = OpenInterestUnit.Contracts,
            OpenInterestUsd = value?.Half(),
            Index = index,
        });
    }

    /// <summary>The newest candle of marks; the channel is <c>market.BTC-USDT.mark_price.1min</c>.</summary>
    private static FrameKind ReadMark(scoped ref Utf8JsonReader data, ReadOnlySpan<byte> channel, long timeMs, FrameReadings readings)
    {
        var end = channel.IndexOf(".mark_price."u8);
        if (!channel.StartsWith("market."u8) || end < 0)
            return FrameKind.Ignored;
        ExactNumber? mark = null;
        while (data.NextObject())
        {
            while (data.NextProperty(out var name))
            {
                if (name.SequenceEqual("close"u8))
                    mark = data.Number();
                else
                    data.TrySkip();
            }
        }

        if (readings.TrySymbol(channel["market."u8.Length..Math.Max(end, "market."u8.Length)], out var symbol))
            readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = timeMs, Mark = mark });
        return FrameKind.Data;
    }
}
