using System.Text.Json;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cases;

/// <summary>A data folder that one case is run into, through the real command line.</summary>
internal sealed class CaseStore : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("liqmon-case-").FullName;

    /// <summary>The moment at which the commands run.</summary>
    internal DateTimeOffset Now { get; init; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal Task<CliRun> Run(params string[] args) =>
        CliRun.Of(context => context with { Time = new FixedTime(Now) }, [.. args, "--data", Path.Combine(Folder, "data")]);

    internal async Task<JsonElement> Json(params string[] args)
    {
        var run = await Run([.. args, "--format", "json"]);
        Assert.True(run.Code == 0, run.Error + run.Out);
        using var document = JsonDocument.Parse(run.Out);
        return document.RootElement.Clone();
    }

    /// <summary>All stored liquidations, the largest first.</summary>
    internal async Task<IReadOnlyList<JsonElement>> Liquidations(string from, string to, params string[] filter)
    {
        var list = await Json(["liquidations", "--from", from, "--to", to, "--limit", "1000", "--include-traditional", .. filter]);
        var rows = list.ValueKind == JsonValueKind.Array ? list : list.GetProperty("liquidations");
        return [.. rows.EnumerateArray().OrderByDescending(row => row.GetProperty("usd").GetDecimal())];
    }

    internal string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal static string TextOf(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static decimal Usd(JsonElement element, string name = "usd") => element.GetProperty(name).GetDecimal();
}
