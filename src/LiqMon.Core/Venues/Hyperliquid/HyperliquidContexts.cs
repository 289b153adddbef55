using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Open interest, prices and funding of Hyperliquid's contracts: of a whole dex, or of one coin.</summary>
internal static class HyperliquidContexts
{
    /// <summary><c>[{"universe":[{"name":…},…]},[{…},…]]</c>: names and figures side by side.</summary>
    public static FrameKind ReadAll(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        Utf8JsonReader names = default, contexts = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.NextProperty(out var name))
                {
                    if (name.SequenceEqual("universe"u8) && reader.TokenType == JsonTokenType.StartArray)
                        names = reader;
                    reader.SkipNested();
                }
            }
            else
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                    contexts = reader;
                reader.SkipNested();
            }
        }

        reader.End();
        if (names.TokenType != JsonTokenType.StartArray || contexts.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        // Element by element: one that is no object must not shift the others.
        while (names.Read() && names.TokenType != JsonTokenType.EndArray && contexts.Read() && contexts.TokenType != JsonTokenType.EndArray)
        {
            ReadName(ref names, out var coin, out var isDelisted);
            if (contexts.Enters(JsonTokenType.StartObject))
                ReadContext(ref contexts, coin, isDelisted, readings);
        }

        return FrameKind.Data;
    }

    /// <summary><c>{"coin":…,"ctx":{…}}</c></summary>
    public static FrameKind ReadOne(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return FrameKind.Ignored;
        ReadOnlySpan<byte> coin = default;
        Utf8JsonReader context = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("coin"u8))
            {
                coin = reader.Text();
                continue;
            }

            if (name.SequenceEqual("ctx"u8) && reader.TokenType == JsonTokenType.StartObject)
                context = reader;
            reader.SkipNested();
        }

        if (context.TokenType != JsonTokenType.StartObject)
            return FrameKind.Ignored;
        ReadContext(ref context, coin, isDelisted: false, readings);
        return FrameKind.Data;
    }

    private static void ReadName(scoped ref Utf8JsonReader names, out ReadOnlySpan<byte> coin, out bool isDelisted)
    {
        coin = default;
        isDelisted = false;
        if (!names.Enters(JsonTokenType.StartObject))
            return;
        while (names.NextProperty(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                coin = names.Text();
            }
            else
            {
                isDelisted |= name.SequenceEqual("isDelisted"u8) && names.TokenType == JsonTokenType.True;
                names.TrySkip();
            }
        }
    }

    private static void ReadContext(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> coin, bool isDelisted, FrameReadings readings)
    {
        ExactNumber? openInterest = null, mark = null, oracle = null, funding = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("markPx"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("oraclePx"u8): oracle = reader.Number(); break;
                case var _ when name.SequenceEqual("funding"u8): funding = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (isDelisted || !readings.TrySymbol(coin, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            Index = oracle,
            FundingRate = funding,
        });
    }
}
