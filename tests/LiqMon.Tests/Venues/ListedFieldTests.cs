using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>
/// A field of one row of a venue's list is broken in every way, one at a time. The other contracts stay as they are. The
/// broken one is counted as refused, or stays and values orders as before. It never vanishes without a count.
/// </summary>
public sealed class ListedFieldTests
{
    /// <summary>The property that holds the symbol in a row of each venue's list; none for a list of names alone.</summary>
    private static readonly Dictionary<string, string> SymbolProperty = new()
    {
        ["binance"] = "symbol",
        ["bybit"] = "symbol",
        ["okx"] = "instId",
        ["gate"] = "name",
        ["htx"] = "contract_code",
        ["bitget"] = "symbol",
        ["deribit"] = "instrument_name",
        ["bitfinex"] = "",
        ["kraken"] = "symbol",
        ["dydx"] = "ticker",
        ["aster"] = "symbol",
        ["lighter"] = "symbol",
        ["extended"] = "name",
        ["backpack"] = "symbol",
        ["coinex"] = "market",
        ["hyperliquid"] = "name",
        ["bitmex"] = "symbol",
        ["kucoin"] = "symbol",
        ["mexc"] = "symbol",
        ["phemex"] = "symbol",
        ["bingx"] = "symbol",
        ["cryptocom"] = "symbol",
        ["woox"] = "symbol",
        ["paradex"] = "symbol",
        ["aevo"] = "instrument_name",
        ["pacifica"] = "symbol",
        ["orderly"] = "symbol",
        ["bluefin"] = "symbol",
        ["whitebit"] = "ticker_id",
        ["toobit"] = "symbol",
        ["xt"] = "symbol",
    };

    /// <summary>Stands for half a surrogate pair, which no writer of JSON lets through.</summary>
    private const string HalfMark = "HALF-A-CHARACTER";

    /// <summary>
    /// Fields where one of the breaks is a number that can be, so that nothing shows that it is wrong: a dollar size below
    /// zero (KuCoin), a size without its unit (Phemex), 10^17 satoshi (BitMEX). MEXC's stocks go by their code, such as
    /// MUSTOCK, where the name that it displays is missing.
    /// </summary>
    private static readonly HashSet<(string Venue, string Field)> Possible =
        [("kucoin", "multiplier"), ("phemex", "contractSize"), ("bitmex", "multiplier"), ("mexc", "baseCoinName")];

    public static TheoryData<string> Venues() => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void A_broken_field_is_counted_or_harmless_and_touches_no_other_contract(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var symbolProperty = SymbolProperty[id];
        var failures = new List<string>();
        int broken = 0, contracts = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl")).Where(line => line.Length > 0))
        {
            var whole = Read(venue, line);
            contracts += whole.Count;
            for (var row = 0; row < Rows(JsonNode.Parse(line)!, symbolProperty).Count; row++)
            {
                foreach (var (field, how, text) in Breaks(line, symbolProperty, row))
                {
                    broken++;
                    if (Harm(venue, whole, Rows(JsonNode.Parse(line)!, symbolProperty)[row], symbolProperty, field, text) is { } harm)
                        failures.Add($"row {row}, {field} {how}: {harm}");
                }
            }
        }

        Assert.True(contracts > 0, "the fixture lists contracts");
        Assert.True(broken >= 20, $"only {broken} fields were broken");
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(40)));
    }

    [Fact]
    public void Every_venue_has_a_row_in_the_table() =>
        Assert.Equal(VenueCatalog.All.Select(venue => venue.Profile.Id).Order(StringComparer.Ordinal), SymbolProperty.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void An_order_of_a_contract_with_an_overlong_name_waits_for_it_and_is_not_lost()
    {
        var bybit = VenueCatalog.Find("bybit")!;
        var contracts = Read(bybit, $$$"""{"result":{"list":[{"symbol":"XUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"{{{new string('X', 65)}}}","quoteCoin":"USDT"}]}}""");
        Assert.Empty(contracts);
        Assert.Equal([new RefusedContract("XUSDT", ContractRefusal.BadAsset)], contracts.Refused);
        Assert.Equal(1, contracts.Losses.Of(ContractRefusal.BadAsset));
        var symbols = new SymbolRegistry();
        symbols.Update(contracts, 0);
        symbols.Refuse(contracts.Refused);
        Assert.Equal(contracts.Refused, symbols.Refused);
        var readings = new FrameReadings(symbols);
        readings.Clear(1_794_000_000_000);
        bybit.Read("""{"topic":"allLiquidation.XUSDT","type":"snapshot","ts":1794000000000,"data":[{"T":1794000000000,"s":"XUSDT","S":"Buy","v":"1","p":"2"}]}"""u8, readings);
        Assert.Equal(ValuationOutcome.UnknownInstrument, Assert.Single(readings.Liquidations).Value(1_794_000_000_000, out _));
    }

    /// <summary>What went wrong with a broken list; null for nothing.</summary>
    private static string? Harm(IVenue venue, ContractList whole, JsonNode row, string symbolProperty, string field, string text)
    {
        ContractList left;
        try
        {
            left = Read(venue, text);
        }
        catch (Exception failure)
        {
            return failure.GetType().Name + ": " + failure.Message;
        }

        var symbol = symbolProperty.Length == 0 ? "t" + row.GetValue<object>() : (string?)row[symbolProperty] ?? "";
        var bySymbol = left.ToLookup(contract => contract.Symbol, StringComparer.Ordinal);
        foreach (var other in whole.Where(contract => !IsOf(contract, symbol)))
        {
            if (bySymbol[other.Symbol].FirstOrDefault() is not { } same || !(same.SameRules(other) || IsNamedAfter(venue, other, symbol)) || same.WireName != other.WireName || same.IndexSymbol != other.IndexSymbol)
                return $"{other.Symbol} is another or gone";
        }

        foreach (var contract in left)
        {
            if (Encoding.UTF8.GetByteCount(contract.Symbol) is 0 or > 128 || Encoding.UTF8.GetByteCount(contract.WireName) is 0 or > 128
                || Encoding.UTF8.GetByteCount(contract.Asset) is 0 or > 64 || Encoding.UTF8.GetByteCount(contract.Quote) is 0 or > 64
                || contract.ContractSize.ToDouble() is not (>= 1e-12 and <= 1e12))
                return $"{contract.Symbol} of {contract.Asset} in {contract.Quote}, {contract.ContractSize} each, is no contract";
        }

        foreach (var refused in left.Refused)
        {
            if (refused.Symbol.Length > 128)
                return "an overlong symbol is kept";
        }

        var before = whole.FirstOrDefault(contract => IsOf(contract, symbol));
        var counted = left.Losses.Contracts - whole.Losses.Contracts;
        if (before is null || counted > 0)
            return counted <= 1 ? null : $"{counted} contracts are counted as refused";
        if (left.FirstOrDefault(contract => IsOf(contract, symbol)) is not { } after)
            return "the contract is gone without a count";
        var isSame = after.Asset == before.Asset && after.AssetFactor == before.AssetFactor && after.Margin == before.Margin
            && after.QuantityUnit == before.QuantityUnit && after.ContractSize == before.ContractSize && AssetNames.IsUsd(after.Quote) == AssetNames.IsUsd(before.Quote)
            && after.WireName == before.WireName;
        return isSame || Possible.Contains((venue.Profile.Id, field))
            ? null
            : $"orders are valued otherwise: {after.Asset} × {after.AssetFactor}, {after.ContractSize} each, {after.Margin}, {after.Quote}, {after.WireName}";
    }

    /// <summary>A coin on another dex of Hyperliquid is traditional where the venue itself does not list one of its name.</summary>
    private static bool IsNamedAfter(IVenue venue, Instrument contract, string symbol) =>
        venue.Profile.Id == "hyperliquid" && contract.Symbol.EndsWith(":" + symbol, StringComparison.Ordinal);

    private static bool IsOf(Instrument contract, string symbol) => contract.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase);

    private static ContractList Read(IVenue venue, string line)
    {
        var contracts = new ContractList();
        venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), contracts);
        return contracts;
    }

    /// <summary>The same list, each time with one field of one row broken.</summary>
    private static IEnumerable<(string Field, string How, string Text)> Breaks(string line, string symbolProperty, int row)
    {
        if (symbolProperty.Length == 0)
        {
            foreach (var (how, value) in Broken(null))
            {
                var names = JsonNode.Parse(line)!;
                names[0]![row] = value?.DeepClone();
                yield return ("name", how, names.ToJsonString().Replace(HalfMark, "\\ud83d", StringComparison.Ordinal));
            }

            yield break;
        }

        foreach (var (field, sent) in Rows(JsonNode.Parse(line)!, symbolProperty)[row].AsObject())
        {
            var removed = JsonNode.Parse(line)!;
            Rows(removed, symbolProperty)[row].AsObject().Remove(field);
            yield return (field, "removed", removed.ToJsonString());
            foreach (var (how, value) in Broken(sent))
            {
                var list = JsonNode.Parse(line)!;
                Rows(list, symbolProperty)[row][field] = value?.DeepClone();
                yield return (field, how, list.ToJsonString().Replace(HalfMark, "\\ud83d", StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<(string How, JsonNode? Value)> Broken(JsonNode? sent)
    {
        yield return ("null", null);
        yield return ("empty", JsonValue.Create(""));
        yield return ("an object", new JsonObject { ["a"] = 1 });
        yield return ("a list", new JsonArray(1, "x", null));
        yield return ("half a character", JsonValue.Create(HalfMark));
        yield return ("10,000 characters", JsonValue.Create(new string('A', 10_000)));
        yield return ("10,000 characters of two bytes", JsonValue.Create(new string('é', 10_000)));
        if (sent is not null && sent.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            yield break;
        if (sent is not JsonValue value || !IsNumber(value))
        {
            yield return ("a number", JsonValue.Create(7));
            yield break;
        }

        yield return ("NaN", JsonValue.Create("NaN"));
        yield return ("below zero", JsonValue.Create(-5_000_000));
        yield return ("1e300", JsonNode.Parse("1e300"));
        yield return ("1e17", JsonNode.Parse("1e17"));
        yield return ("1e-17", JsonNode.Parse("\"1e-17\""));
    }

    private static bool IsNumber(JsonValue value) => ExactNumber.TryParse(value.ToString(), out _);

    /// <summary>The rows of a list: objects with a symbol, wherever they stand; or the names of a list of names.</summary>
    private static List<JsonNode> Rows(JsonNode list, string symbolProperty)
    {
        if (symbolProperty.Length == 0)
            return [.. list[0]!.AsArray().OfType<JsonNode>().Where(name => name.GetValueKind() == JsonValueKind.String)];
        var rows = new List<JsonNode>();
        Collect(list);
        return rows;

        void Collect(JsonNode? node)
        {
            if (node is JsonObject single && single.ContainsKey(symbolProperty))
            {
                rows.Add(single);
                return;
            }

            foreach (var child in node switch
            {
                JsonObject inner => inner.Select(pair => pair.Value),
                JsonArray inner => inner,
                _ => Enumerable.Empty<JsonNode?>(),
            })
                Collect(child);
        }
    }
}
