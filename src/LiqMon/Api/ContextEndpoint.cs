using System.ComponentModel;
using LiqMon.Queries;
using Microsoft.AspNetCore.Mvc;

namespace LiqMon.Api;

/// <summary>Where an asset stands, over HTTP.</summary>
internal static class ContextEndpoint
{
    internal static void Map(IEndpointRouteBuilder api, ApiOptions options, QueryLanes lanes) =>
        api.MapGet("/context", async ([AsParameters] ContextParameters parameters, HttpContext http) =>
            {
                var question = ContextQuery.Read(parameters.Asset, parameters.Candles, name => name, out var wrong);
                IReadOnlyList<string> errors = [.. QueryEndpoints.Misnamed<ContextParameters>(http.Request.Query), .. wrong];
                return question is null || errors.Count > 0
                    ? Problems.Result(StatusCodes.Status400BadRequest, string.Join("; ", errors))
                    : await lanes.AskAsync(
                        QueryLanes.NameOf(http.Request), isCheap: true,
                        (answers, whole) => whole.Of(
                            answers.Market.Context(question, options.Levels, options.Time.GetUtcNow()), QueryJson.Default.MarketContextResult),
                        http.RequestAborted).ConfigureAwait(false);
            })
            .WithName("getContext").WithSummary("Where an asset stands: 50-day average, levels, spot premium, market cap, positioning, candles")
            .Produces<MarketContextResult>().WithMetadata(Refusals.OfQuestion);
}

/// <summary>The parameters of the question where an asset stands.</summary>
public sealed record ContextParameters
{
    /// <summary>The asset.</summary>
    [FromQuery(Name = "asset"), Description("One asset; BTC when missing.")]
    public string? Asset { get; init; }

    /// <summary>Which candles.</summary>
    [FromQuery(Name = "candles"), Description("4h or 1d: candles of mark prices too; none when missing.")]
    public string? Candles { get; init; }
}
