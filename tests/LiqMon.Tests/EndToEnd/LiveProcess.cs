using System.Text.RegularExpressions;
using LiqMon.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>What tests of the running program share.</summary>
internal static partial class LiveProcess
{
    /// <summary>Starts the venues, with a market that stands still.</summary>
    internal static async Task<Simulation> StartVenuesAsync(SimulationOptions options)
    {
        var simulation = await Simulation.StartAsync(options with { Venues = Books.Venues }, TimeProvider.System, CancellationToken.None);
        simulation.Pause();
        return simulation;
    }

    /// <summary>Waits until every feed of the venues is live.</summary>
    internal static async Task UntilLiveAsync(LiqMonProcess process)
    {
        await process.UntilSaysAsync("binance market: live");
        await process.UntilSaysAsync("bybit inverse: live");
        await process.UntilSaysAsync("bybit linear: live");
        await process.UntilSaysAsync("okx public: live");
    }

    /// <summary>Where the program answers.</summary>
    internal static string OwnUrl(LiqMonProcess process) => OwnUrl().Match(process.Errors).Value;

    /// <summary>What an address answers.</summary>
    internal static string Answer(HttpClient http, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = http.Send(request);
        using var text = new StreamReader(response.EnsureSuccessStatusCode().Content.ReadAsStream());
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+$", RegexOptions.Multiline)]
    private static partial Regex OwnUrl();
}
