using System.Globalization;
using System.Text.Json.Nodes;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Routing;

namespace LiqMon.Tests.Api;

/// <summary>What a real server answers, and what it describes that it answers, are the same.</summary>
public sealed class DescribedAnswersTests
{
    private const string Document = "/openapi/{documentName}.json";

    [Fact]
    public async Task Every_endpoint_is_described_and_has_a_name_of_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        var contract = await ApiContract.ReadAsync(server.Http);

        var real = server.Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).ToHashSet();
        Assert.True(real.Remove(Document), "the description itself has moved");
        Assert.Equal(real.Order(StringComparer.Ordinal), contract.Paths.Order(StringComparer.Ordinal));
        var names = contract.Paths.Select(path => contract.Get(path)["operationId"]?.GetValue<string>()).ToList();
        Assert.All(names, name => Assert.Matches("^[a-z][A-Za-z]+$", name));
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Theory]
    [InlineData("/api/squeeze", "asset=BTC&window=24h")]
    [InlineData("/api/squeeze", "asset=NOTHING&by=asset")]
    [InlineData("/api/squeeze", "asset=BTC&asset=ETH&from=2026-11-19&to=2026-11-20T11:50Z&by=hour")]
    [InlineData("/api/squeeze", "compare=coinglass")]
    [InlineData("/api/squeeze", "compare=coinglass&by=day&window=2d")]
    [InlineData("/api/squeeze", "asset=SOL&from=2026-11-17&to=2026-11-18")]
    [InlineData("/api/squeeze", "asset=SOL&from=2026-11-17&to=2026-11-18&by=asset")]
    [InlineData("/api/liquidations", "side=short&min_usd=1k&limit=1")]
    [InlineData("/api/cascades", "asset=BTC&window=7d&limit=2")]
    [InlineData("/api/cascades", "asset=BTC&window=7d&after=true")]
    [InlineData("/api/context", "asset=BTC&candles=4h")]
    [InlineData("/api/map", "asset=BTC&over=4h")]
    [InlineData("/api/map", "asset=BTC&score=true&window=4h&horizon=1h")]
    [InlineData("/api/long-short", "asset=BTC")]
    [InlineData("/api/stream", "")]
    public async Task An_answer_is_as_it_is_described(string path, string query)
    {
        await using var server = await RunningServer.StartAsync();
        server.Store.Write(store => CascadesOfAWeek.Write(store, 25, 0.01));
        await ImportAsync(server.Store.Directory);
        var contract = await ApiContract.ReadAsync(server.Http);

        using var answer = await server.Http.GetAsync($"{path}?{query}", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("", string.Join(Environment.NewLine, await contract.FaultsAsync(path, answer)));
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
    }

    [Theory]
    [InlineData("total_usd", "\"7\"")]
    [InlineData("long_orders", "1.5")]
    [InlineData("floor", "null")]
    [InlineData("from", "\"yesterday\"")]
    [InlineData("unknown", "1")]
    [InlineData("context", "{\"label\":\"nothing\"}")]
    public async Task The_description_refuses_what_no_answer_is(string name, string value)
    {
        await using var server = await RunningServer.StartAsync();
        var contract = await ApiContract.ReadAsync(server.Http);
        var answer = JsonNode.Parse(await server.Http.GetStringAsync("/api/squeeze"))!;
        Assert.Empty(contract.Faults("/api/squeeze", answer.ToJsonString()));

        answer[name] = JsonNode.Parse(value);

        Assert.NotEmpty(contract.Faults("/api/squeeze", answer.ToJsonString()));
    }

    [Fact]
    public async Task So_are_those_of_a_map_and_of_estimates()
    {
        using var map = new MapStore();
        using var bursts = new StoreFolder();
        using (var writing = bursts.Open())
            writing.Commit([.. BurstStore.FullDay(), .. BurstStore.Items()]);
        List<string> faults = [];
        foreach (var (folder, queries) in new[]
        {
            (map.Directory, new[] { "/api/map?asset=BTC&window=8h&range=20", "/api/map?asset=BTC&window=8h&score=true&horizon=1h", "/api/map?asset=BTC&over=8h", "/api/squeeze?asset=BTC&window=4h" }),
            (bursts.Path, ["/api/squeeze?estimate=true&window=4h", "/api/squeeze?estimate=true&window=4h&by=venue", "/api/liquidations?window=4h"]),
        })
        {
            await using var server = await RunningServer.StartAsync(show: sources => sources with
            {
                Answers = new StoreQueries(() => StoreReader.Open(folder), KnownVenues.Of(id => id is "binance" or "bybit")),
            });
            var contract = await ApiContract.ReadAsync(server.Http);
            foreach (var query in queries)
            {
                using var answer = await server.Http.GetAsync(query);
                Assert.True(answer.IsSuccessStatusCode, $"{query}: {answer.StatusCode}");
                faults.AddRange(await contract.FaultsAsync(query.Split('?')[0], answer));
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_value_that_is_described_is_taken_and_every_other_is_refused()
    {
        await using var server = await RunningServer.StartAsync(options => options with { RequestBurst = 10_000 });
        await ImportAsync(server.Store.Directory);
        var contract = await ApiContract.ReadAsync(server.Http);
        var cursor = JsonNode.Parse(await server.Http.GetStringAsync("/api/liquidations?limit=1"))!["next"]!.GetValue<string>();
        List<string> faults = [];
        var sent = 0;
        foreach (var path in contract.Paths.Where(path => path != "/api/stream"))
        {
            foreach (var parameter in contract.Parameters(path))
            {
                var name = parameter["name"]!.GetValue<string>();
                foreach (var (value, isTaken) in Values(name, parameter["schema"]!.AsObject(), cursor))
                {
                    var query = $"{path}?{Also(path, name)}{name}={Uri.EscapeDataString(value)}";
                    using var answer = await server.Http.GetAsync(query);
                    faults.AddRange(await contract.FaultsAsync(path, answer));
                    if ((int)answer.StatusCode != (isTaken ? 200 : 400))
                        faults.Add($"{query}: {(int)answer.StatusCode}");
                    sent++;
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(sent > 200, $"{sent} values");
    }

    // What else a parameter needs beside it.
    private static string Also(string path, string name) => (path, name) switch
    {
        ("/api/map", not "asset") => name == "horizon" ? "asset=BTC&score=true&" : "asset=BTC&",
        ("/api/cascades", "after") => "asset=BTC&",
        _ => "",
    } + (name == "to" && path != "/api/map" ? "from=2026-11-18&" : name == "to" ? "from=2026-11-18&" : "");

    private static IEnumerable<(string Value, bool IsTaken)> Values(string name, JsonObject schema, string cursor)
    {
        if (schema["items"] is JsonObject items && items["enum"] is null)
            return [("BTC", true), ("'", false)];
        var of = schema["items"]?.AsObject() ?? schema;
        if (of["enum"] is JsonArray all)
            return [.. all.Select(one => (one!.GetValue<string>(), true)), ("nothing", false)];
        if (schema["minimum"] is { } least && schema["maximum"] is { } most)
        {
            var (low, high) = (least.GetValue<int>(), most.GetValue<int>());
            return [(Text(low), true), (Text(high), true), (Text(schema["default"]!.GetValue<int>()), true), (Text(low - 1), false), (Text(high + 1), false), ("x", false)];
        }

        return schema["type"]!.GetValue<string>() == "boolean"
            ? [("true", true), ("false", true), ("yes", false)]
            : name switch
            {
                "from" => [("2026-11-20", true), ("2026-11-20T11:00Z", true), ("2026-11-20 11:00:00.123", true), ("yesterday", false)],
                "to" => [("2026-11-19", true), ("2026-11-19T10:00:00+01:00", true), ("then", false)],
                "window" => [("1h", true), ("3d", true), ("1y", false)],
                "over" => [("24h", true), ("7d", true), ("8d", false)],
                "horizon" => [("30m", true), (schema["default"]!.GetValue<string>(), true), ("soon", false)],
                "min_usd" => [("0", true), ("250k", true), ("1.5M", true), ("much", false)],
                "compare" => [("coinglass", true), ("no such", false)],
                "cursor" => [(cursor, true), ("AAAA", false)],
                "asset" => [("BTC", true), ("'", false)],
                _ => throw new InvalidOperationException($"Nothing says what to send as {name}."),
            };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What another source counted.</summary>
    private static async Task ImportAsync(string data)
    {
        var file = Path.Combine(data, "others.csv");
        await File.WriteAllTextAsync(file, "symbol,time,long,short\nSOL,2026-11-17T00:00:00,1000,2000\nBTC,2026-11-20T00:00:00,500,600\n");
        var run = await CliRun.Of("import", "totals", file, "--source", "coinglass", "--bucket", "1d", "--data", data);
        Assert.True(run.Code == 0, run.Error);
    }
}
