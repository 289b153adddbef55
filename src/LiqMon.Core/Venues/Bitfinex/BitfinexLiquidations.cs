using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>Liquidations of Bitfinex, live and past: rows of fields by their place.</summary>
internal static class BitfinexLiquidations
{
    private const int RowsPerPage = 500;

    private static readonly PageRules Pages = new(RowsPerPage);

    /// <summary>The call for liquidations of a span.</summary>
    public static RestRequest History(Uri rest, long fromMs, long toMs) => new(
        "backfill:liquidations",
        new Uri(rest, string.Create(CultureInfo.InvariantCulture, $"/v2/liquidations/hist?start={fromMs}&end={toMs - 1}&limit={RowsPerPage}&sort=1")),
        // Three calls a minute, of the ninety that other paths allow.
        Weight: 30)
    {
        Kind = RestKind.Liquidations,
        Tag = new HistoryTag("all", fromMs),
    };

    /// <summary>Takes all liquidations of a message, however deep they lie.</summary>
    public static void Read(ref Utf8JsonReader reader, FrameReadings readings)
    {
        var opened = reader;
        var rows = 0;
        for (; NextRow(ref reader, out var row); rows++)
            Process(row, null, isPast: false, readings);
        // A status is an array with no rows; of a list each element is one, or nobody can read it.
        if (rows == 0)
            return;
        for (var unread = Elements(opened) - rows; unread > 0 && IsList(opened); unread--)
            readings.RejectOrder(RejectReason.NoOrder);
    }

    private static bool IsList(Utf8JsonReader opened) => opened.Read() && opened.TokenType == JsonTokenType.StartArray;

    /// <summary>Reads a page of the past.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep ReadPage(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var opened = Utf8JsonReaderExtensions.Open(body);
        opened.Read();
        if (opened.TokenType != JsonTokenType.StartArray || IsError(opened))
            throw new JsonException("no liquidations");
        var paging = new HistoryPaging(fromMs, toMs, readings);
        var prices = new Dictionary<long, ExactNumber>();
        for (var reader = opened; NextRow(ref reader, out var row);)
        {
            if (row is { Match.Mantissa: 1, Price: { IsPositive: true } price, Position: { } position })
                prices.TryAdd(position.Mantissa, price);
        }

        for (var reader = opened; NextRow(ref reader, out var row);)
        {
            if (!paging.Includes(row.TimeMs))
                continue;
            // The mark price of today says nothing about the past.
            var price = row.Position is { } position && prices.TryGetValue(position.Mantissa, out var executed) ? executed : (ExactNumber?)null;
            Process(row, price, isPast: true, readings);
        }

        // [[row], [row]]: what is no row of a liquidation cannot be read.
        var unread = Elements(opened) - paging.Rows;
        if (unread > RowsPerPage)
            throw new JsonException("no page of liquidations");
        for (; unread > 0; unread--)
            paging.Refuse(RejectReason.BadNumber);
        return paging.OldestFirst(Pages, request.TagOf<HistoryTag>().EdgeMs, sinceMs => History(rest, sinceMs, toMs));
    }

    private static int Elements(Utf8JsonReader reader)
    {
        var elements = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; elements++)
            reader.SkipNested();
        return elements;
    }

    /// <summary>Moves to the next row, however deep it lies, and reads it; false at the end of the message.</summary>
    private static bool NextRow(ref Utf8JsonReader reader, out Row row)
    {
        row = default;
        var isFirst = reader.TokenType == JsonTokenType.StartArray;
        while (reader.Read())
        {
            if (isFirst && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("pos"u8))
            {
                ReadRow(ref reader, out row);
                return true;
            }

            isFirst = reader.TokenType == JsonTokenType.StartArray;
        }

        return false;
    }

    private static void ReadRow(ref Utf8JsonReader reader, out Row row)
    {
        row = default;
        for (var field = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; field++)
        {
            switch (field)
            {
                case 1:
                    row.Id = reader.Id();
                    row.Position = ExactNumber.TryParse(row.Id, out var position) ? position : null;
                    break;
                case 2: row.TimeMs = WholeMs(reader.Number()); break;
                case 4: row.Symbol = reader.Text(); break;
                case 5: row.Amount = reader.Number(); break;
                case 6:
                    row.Opened = reader.Number();
                    row.HasBrokenPrice |= row.Opened is null && reader.TokenType != JsonTokenType.Null;
                    break;
                case 8: row.Match = reader.Number(); break;
                case 11:
                    row.Price = reader.Number();
                    row.HasBrokenPrice |= row.Price is null && reader.TokenType != JsonTokenType.Null;
                    break;
                default: reader.SkipNested(); break;
            }
        }
    }

    /// <summary>Times have been sent with fractions of a millisecond.</summary>
    private static long WholeMs(ExactNumber? time)
    {
        if (time is not { } number)
            return 0;
        var ms = number.Mantissa;
        for (var i = 0; i < number.Scale; i++)
            ms /= 10;
        return ms;
    }

    private static void Process(in Row row, ExactNumber? executed, bool isPast, FrameReadings readings)
    {
        if (row.Match is not { } match)
        {
            readings.RejectOrder(RejectReason.BadNumber, row.Symbol, row.TimeMs, row.Id);
            return;
        }

        // Executions repeat what is left of a position; spot pairs and the venue's own tests are no contracts.
        var isContract = row.Symbol.IndexOf("F0:"u8) > 0 && !row.Symbol.StartsWith("tTEST"u8);
        if (match.Mantissa != 0 || (!isContract && SymbolRegistry.IsValid(row.Symbol))
            || !readings.TryOrderSymbol(row.Symbol, row.TimeMs, row.Id, out var symbol))
            return;
        // null is no price yet, and another stands in for it; what is neither null nor a number is a price that nobody can read.
        if (row.HasBrokenPrice)
        {
            readings.RejectOrder(RejectReason.BadNumber, row.Symbol, row.TimeMs, row.Id);
            return;
        }

        var (price, kind) = (row.Price ?? executed, PriceKind.Fill);
        if (price is null && !isPast)
            (price, kind) = (symbol.Mark, PriceKind.Mark);
        if (price is null)
            (price, kind) = (row.Opened, PriceKind.Entry);
        var isShort = row.Amount is { Mantissa: < 0 };
        var quantity = isShort && row.Amount!.Value.TryTimes(ExactNumber.From(-1), out var positive) ? positive : row.Amount;
        readings.AddLiquidation(
            row.Symbol, isShort ? LiquidatedSide.Short : LiquidatedSide.Long, price, kind, quantity, row.TimeMs, row.Id);
    }

    private static bool IsError(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("error"u8);

    /// <summary>The fields of one liquidation.</summary>
    private ref struct Row
    {
        public ReadOnlySpan<byte> Id, Symbol;
        public ExactNumber? Position, Amount, Opened, Match, Price;
        public long TimeMs;
        public bool HasBrokenPrice;
    }
}
