using System.Text.Json;
using LiqMon.Simulator;

namespace LiqMon.Tests.Simulator;

/// <summary>Starts simulations whose random market stays out of the way of exact tests.</summary>
internal static class Simulations
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Task<Simulation> SilentAsync(string venue, TimeProvider? time = null) =>
        Simulation.StartAsync(new SimulationOptions { Rate = 0, Venues = [venue] }, time ?? TimeProvider.System, CancellationToken.None);

    public static SimulatedLiquidation Long(string symbol, decimal price, decimal quantity, long timeMs) => new()
    {
        Symbol = symbol,
        Position = LiquidatedPosition.Long,
        Price = price,
        Quantity = quantity,
        EventTimeMs = timeMs,
    };

    public static SimulatedLiquidation Short(string symbol, decimal price, decimal quantity, long timeMs) =>
        Long(symbol, price, quantity, timeMs) with { Position = LiquidatedPosition.Short };

    public static async Task<JsonElement> GetAsync(this Simulation simulation, string venue, string path)
    {
        using var http = new HttpClient();
        var body = await http.GetStringAsync(new Uri(simulation.Endpoints[venue].RestUrl, path));
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    public static async Task AdvanceAsync(this Simulation simulation, StepClock clock, int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            var goal = simulation.Ticks + 1;
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Wait.UntilAsync(() => simulation.Ticks >= goal, "the market's step");
        }
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
