using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>The pieces that all venues' readers share, each by itself.</summary>
public sealed class SharedReadingTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("\"7\"", 7)]
    [InlineData("2147483646", 2_147_483_646)]
    [InlineData("2147483647", null)]
    [InlineData("4294967297", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("[1]", null)]
    [InlineData("{\"id\":1}", null)]
    public void The_id_of_a_message_is_a_number_from_one_on(string sent, int? id)
    {
        var reader = Value(sent);
        Assert.Equal(id, reader.MessageId());
        Assert.True(reader.Read());
        Assert.Equal("next", reader.GetString());
    }

    [Theory]
    [InlineData("""{"a":1,"msg":"no","b":[{}]}""", "no")]
    [InlineData("""{"msg":7}""", "")]
    [InlineData("{}", "")]
    [InlineData("\"msg\"", "")]
    [InlineData("[\"msg\",\"no\"]", "")]
    public void A_text_of_an_object_is_read_and_the_object_passed_over(string sent, string text)
    {
        var reader = Value(sent);
        Assert.Equal(text, Encoding.UTF8.GetString(reader.TextOf("msg"u8)));
        Assert.True(reader.Read());
        Assert.Equal("next", reader.GetString());
    }

    [Theory]
    [InlineData("""{"code":5,"msg":"bad"}""", "5 bad")]
    [InlineData("""{"code":"E5","msg":"bad"}""", "E5 bad")]
    [InlineData("""{"code":0,"msg":"bad"}""", "bad")]
    [InlineData("""{"code":"0"}""", null)]
    [InlineData("""{"code":5}""", "5")]
    [InlineData("""{"code":null,"msg":{}}""", null)]
    [InlineData("[5]", null)]
    public void A_refusal_says_its_code_and_words(string sent, string? shown)
    {
        using var document = JsonDocument.Parse(sent);
        Assert.Equal(shown, document.RootElement.Refusal("code", "msg"));
    }

    [Fact]
    public void The_words_of_a_refusal_are_cut()
    {
        using var document = JsonDocument.Parse($$"""{"msg":"{{new string('x', 10_000)}}"}""");
        Assert.Equal(200, document.RootElement.Refusal("code", "msg")!.Length);
    }

    [Theory]
    [InlineData("""{"tags":["x"," Rwa "]}""", true)]
    [InlineData("""{"tags":["rw"]}""", false)]
    [InlineData("""{"tags":"RWA"}""", false)]
    [InlineData("""{"tags":[5,null,["RWA"]]}""", false)]
    [InlineData("{}", false)]
    public void A_word_is_found_in_a_list_whatever_its_case(string sent, bool isThere)
    {
        using var document = JsonDocument.Parse(sent);
        Assert.Equal(isThere, document.RootElement.HasWord("tags", "METAL", "RWA"));
    }

    [Fact]
    public void Topics_fill_each_group_up_to_its_bytes()
    {
        Assert.Equal(
            [["aa", "bb"], ["cc", "é"], ["longer than all"], ["d"]],
            TopicGroups.ByBytes(["aa", "bb", "cc", "é", "longer than all", "d"], mostBytes: 6, around: 1));
        Assert.Empty(TopicGroups.ByBytes([], 6, 1));
    }

    [Fact]
    public void Sockets_of_a_kind_are_numbered_from_the_second_on() =>
        Assert.Equal(["trades", "trades-2", "trades-3"], Enumerable.Range(0, 3).Select(index => SocketPlan.NameOf("trades", index)));

    [Fact]
    public void A_time_is_written_as_it_is_read()
    {
        Assert.Equal("2026-11-06T21:20:00.123Z", IsoTime.Text(1_794_000_000_123));
        Assert.True(IsoTime.TryParse("2026-11-06T21:20:00.123Z"u8, out var ms));
        Assert.Equal(1_794_000_000_123, ms);
    }

    [Fact]
    public void A_power_of_ten_is_exact()
    {
        Assert.Equal("0.00000001", ExactNumber.TenToMinus(8).ToString());
        Assert.Equal(ExactNumber.One, ExactNumber.TenToMinus(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactNumber.TenToMinus(19));
        Assert.Null(ExactNumber.OrNull("1,5"u8));
        Assert.Equal(ExactNumber.From(3), ExactNumber.OrNull("3.0"u8));
    }

    [Fact]
    public void Rows_of_a_page_are_read_wherever_the_list_stands()
    {
        var seen = new List<long>();
        var paging = new HistoryPaging(0, long.MaxValue, readings: null);

        paging.ReadRows("""{"a":[{"t":9}],"rows":[{"t":1,"x":{}},5,{"t":2}],"b":1}"""u8, "rows"u8, (ref Utf8JsonReader row) =>
        {
            while (row.NextProperty(out var name))
            {
                if (name.SequenceEqual("t"u8))
                    seen.Add(row.Integer());
                else
                    row.SkipNested();
            }
        });

        Assert.Equal([1L, 2L], seen);
        // What is no row counts as one that cannot be read.
        Assert.Equal(1, paging.Rows);
    }

    [Theory]
    [InlineData("""{"rows":5}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"rows":[{}""")]
    [InlineData("""{"rows":[]}{}""")]
    public void A_page_without_its_list_is_none(string body) =>
        Assert.ThrowsAny<JsonException>(() => new HistoryPaging(0, 1, readings: null).ReadRows(
            Encoding.UTF8.GetBytes(body), "rows"u8, (ref Utf8JsonReader row) => row.Skip()));

    [Theory]
    [InlineData("0.000000000001", true)]
    [InlineData("0.0000000000009", false)]
    [InlineData("1000000000000", true)]
    [InlineData("1000000000001", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    public void The_size_of_a_contract_has_limits(string size, bool isPossible) =>
        Assert.Equal(isPossible, ExactNumber.OrNull(Encoding.UTF8.GetBytes(size)) is { } number && Plausible.IsContractSize(number));

    [Theory]
    [InlineData(100_000_000_000, null, true)]
    [InlineData(100_000_000_001, null, false)]
    [InlineData(100_000_000_001, 1e12, false)]
    public void No_order_is_larger_than_any_market(long usd, double? openInterestUsd, bool isPossible) =>
        Assert.Equal(isPossible, Plausible.IsOrder(usd * 1_000_000, openInterestUsd));

    [Theory]
    [InlineData("1000000000000", true)]
    [InlineData("1000000000001", false)]
    [InlineData("0.000000000000001", true)]
    [InlineData("0.0000000000000009", false)]
    public void An_order_at_an_impossible_price_is_refused_and_counted(string price, bool isTaken)
    {
        var readings = new FrameReadings(new SymbolRegistry());
        readings.Clear(1_794_000_000_000);

        readings.AddLiquidation(
            "BTCUSDT"u8, LiquidatedSide.Long, ExactNumber.OrNull(Encoding.UTF8.GetBytes(price)), PriceKind.Fill, ExactNumber.One, 1_794_000_000_000);

        Assert.Equal(isTaken ? 1 : 0, readings.Liquidations.Count);
        Assert.Equal(isTaken ? [] : [RejectReason.Implausible], readings.RejectedOrders.Select(order => order.Reason));
    }

    [Theory]
    [InlineData(1_794_009_600_000, true)]
    [InlineData(100_000_000_000_000_000, false)]
    [InlineData(1, false)]
    public void An_impossible_time_of_the_next_funding_is_left_out(long nextMs, bool isKept)
    {
        var symbols = new SymbolRegistry();
        var readings = new FrameReadings(symbols);
        readings.Clear(1_794_000_000_000);
        Assert.True(readings.TrySymbol("BTCUSDT"u8, out var symbol));

        readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = 1_794_000_000_000, FundingRate = ExactNumber.TenToMinus(4), NextFundingMs = nextMs });

        Assert.Equal(isKept ? nextMs : null, Assert.Single(readings.Market).NextFundingMs);
    }

    [Theory]
    [InlineData(5, 6, 0)]
    [InlineData(5, 9, 3)]
    [InlineData(9, 5, 0)]
    [InlineData(long.MaxValue, 2, 0)]
    [InlineData(1, long.MaxValue, 1_000_000_000)]
    [InlineData(0, 9, 0)]
    [InlineData(-5, 9, 0)]
    public void A_hole_in_the_numbers_is_a_number_of_lost_messages(long before, long number, long lost)
    {
        var readings = new FrameReadings(new SymbolRegistry());
        readings.Clear(1_794_000_000_000);
        readings.AddSequence(before);
        readings.Clear(1_794_000_001_000);

        readings.AddSequence(number);

        Assert.Equal(lost, readings.LostMessages);
    }

    [Fact]
    public void Many_new_names_cost_no_more_than_their_own_length()
    {
        var symbols = new SymbolRegistry();
        Add(0, 500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Add(500, 4_500);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(5_000, symbols.Symbols.Count);
        Assert.True(allocated < 4_500 * 1_024, $"4,500 names allocated {allocated} bytes");

        void Add(int first, int count)
        {
            Span<byte> name = stackalloc byte[16];
            for (var number = first; number < first + count; number++)
            {
                Assert.True(System.Buffers.Text.Utf8Formatter.TryFormat(number, name, out var written));
                Assert.True(symbols.TryGet(name[..written], out _, out _));
            }
        }
    }

    private static Utf8JsonReader Value(string sent)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"[{sent},\"next\"]"));
        reader.Read();
        reader.Read();
        return reader;
    }
}
