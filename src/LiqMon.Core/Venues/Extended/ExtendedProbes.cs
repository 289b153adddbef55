using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>What is assumed of Extended and can be seen on its socket within seconds.</summary>
internal static class ExtendedProbes
{
    public static IReadOnlyList<VenueProbe> Of(SocketPlan plan) =>
        [new("one socket has the trades of all markets", [], Trades) { Listen = plan }];

    /// <summary>The address without a market is documented by use only.</summary>
    public static ProbeFinding Trades(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var markets = new HashSet<string>(StringComparer.Ordinal);
        var strange = new SortedSet<string>(StringComparer.Ordinal);
        int trades = 0, liquidations = 0;
        foreach (var frame in frames)
        {
            using var document = JsonElementExtensions.Parse(frame.Span);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("no message");
            foreach (var row in document.RootElement.Objects("data"))
            {
                trades++;
                markets.Add(row.Text("m") ?? "");
                var type = row.Text("tT") ?? "";
                liquidations += type == "LIQUIDATION" ? 1 : 0;
                if (type is not ("TRADE" or "LIQUIDATION" or "DELEVERAGE"))
                    strange.Add(type.Length == 0 ? "none" : type);
            }
        }

        return new(
            strange.Count > 0 ? false : markets.Count > 1 ? true : null,
            $"{trades} trades of {markets.Count} markets, {liquidations} of them liquidations"
            + (strange.Count > 0 ? $"; unknown types: {string.Join(", ", strange)}" : ""));
    }
}
