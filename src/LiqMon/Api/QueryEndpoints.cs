using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Api;

/// <summary>The endpoints that answer questions from the store, with the JSON of the command line.</summary>
public static class QueryEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder api, ApiSources sources, ApiOptions options, QueryLanes lanes)
    {
        ArgumentNullException.ThrowIfNull(sources);
        api.MapGet("/squeeze", ([AsParameters] SqueezeParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, QueryAnswers.SqueezeGroupings, QueryAnswers.Squeeze))
            .WithName("getSqueeze").WithSummary("How much was liquidated, long and short, and how complete that is; an array with by")
            .Produces<SqueezeResult>().WithMetadata(Refusals.OfQuestion)
            .ProducesAnyOf(
                AnswerVariant.Of<SqueezeResult>("without by"),
                new(typeof(IReadOnlyList<SqueezeResult>), "SqueezeResults", "with by"),
                AnswerVariant.Of<ExternalSqueezeResult>("where LiqMon knows nothing of the span and an imported source does"),
                new(typeof(IReadOnlyList<ExternalSqueezeResult>), "ExternalSqueezeResults", "the same with by"),
                AnswerVariant.Of<ComparisonResult>("with compare"),
                new(typeof(IReadOnlyList<ComparisonResult>), "ComparisonResults", "with compare and by"));
        api.MapGet("/liquidations", ([AsParameters] ListParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, [], QueryAnswers.Liquidations))
            .WithName("listLiquidations").WithSummary("Single liquidations, newest first")
            .Produces<LiquidationsResult>().WithMetadata(Refusals.OfQuestion);
        api.MapGet("/cascades", ([AsParameters] CascadeParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, [],
                (answers, question, whole) => QueryAnswers.Cascades(parameters, answers, question, whole)))
            .WithName("listCascades").WithSummary("Bursts of one-sided liquidations against an asset's own normal, newest first; with after what followed them")
            .Produces<CascadesResult>().WithMetadata(Refusals.OfQuestion)
            .ProducesAnyOf(AnswerVariant.Of<CascadesResult>("without after"), AnswerVariant.Of<CascadeAftermathResult>("with after=true"));
        api.MapGet("/open-interest", ([AsParameters] OpenInterestParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, QueryAnswers.OpenInterestGroupings,
                (answers, question, whole) => whole.Of(answers.Market.OpenInterest(question), QueryJson.Default.OpenInterestResult)))
            .WithName("getOpenInterest").WithSummary("Open interest at the end of a span and its change over it")
            .Produces<OpenInterestResult>().WithMetadata(Refusals.OfQuestion);
        api.MapGet("/long-short", ([AsParameters] SpanParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, [Grouping.None],
                (answers, question, whole) => whole.Of(answers.Market.LongShort(question), QueryJson.Default.LongShortResult)))
            .WithName("getLongShort").WithSummary("Accounts that are long over those that are short, as venues publish it, hour by hour")
            .Produces<LongShortResult>().WithMetadata(Refusals.OfQuestion);
        ContextEndpoint.Map(api, options, lanes);
        api.MapGet("/map", ([AsParameters] MapParameters parameters, HttpContext context) => AnswerAsync(
                context, parameters, options, lanes, [],
                (answers, question, whole) => QueryAnswers.Map(parameters, answers, question, whole),
                MapQuery.Reading(options.Venues, name => name)))
            .WithName("getMap").WithSummary("A model of where positions of one asset would be forced out; the last 7 days when no span is named; with over by time and price; "
                + "with score how good it was")
            .Produces<MapResult>().WithMetadata(Refusals.OfQuestion)
            .ProducesAnyOf(
                AnswerVariant.Of<MapResult>("without score and over"), AnswerVariant.Of<HeatResult>("with over"),
                AnswerVariant.Of<MapScoreResult>("with score=true"));
        api.MapGet("/venues", (HttpContext context, CancellationToken cancellation) => lanes.AskAsync(
                QueryLanes.NameOf(context.Request), isCheap: false,
                (answers, whole) => whole.Of(
                    answers.Venues.Of(options.Time.GetUtcNow(), sources.Status()), QueryJson.Default.IReadOnlyListVenueResult),
                cancellation))
            .WithName("listVenues").WithSummary("What each venue publishes, and what the store holds of it")
            .Produces<IReadOnlyList<VenueResult>>().WithMetadata(Refusals.OfQuestion);
    }

    private static async Task<IResult> AnswerAsync<T>(
        HttpContext context,
        T parameters,
        ApiOptions options,
        QueryLanes lanes,
        IReadOnlyList<Grouping> groupings,
        Func<StoreQueries, SpanQuery, WholeAnswer, IResult> answer,
        QueryParser? reading = null)
        where T : SpanParameters
    {
        reading ??= new QueryParser(options.Venues, name => name);
        var question = reading.Read(parameters.Text, groupings, options.Time.GetUtcNow());
        var errors = Misnamed<T>(context.Request.Query).Concat(reading.Errors).ToList();
        errors.AddRange(parameters.Switches.Where(one => one.Value is not (null or "true" or "false")).Select(one => $"{one.Name}: is true or false"));
        return question is null || errors.Count > 0
            ? Problems.Result(StatusCodes.Status400BadRequest, string.Join("; ", errors))
            : await lanes.AskAsync(
                QueryLanes.NameOf(context.Request), isCheap: !reading.NeedsOneAsset && QueryLanes.IsCheap(question),
                (answers, whole) => answer(answers, question, whole), context.RequestAborted).ConfigureAwait(false);
    }

    // A misspelt parameter must not quietly become the default.
    internal static IEnumerable<string> Misnamed<T>(IQueryCollection query) => ParameterNames.Unknown(typeof(T), query.Keys);
}
