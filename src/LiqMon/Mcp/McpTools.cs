using System.Text.Json;
using LiqMon.Api;
using LiqMon.Queries;
using LiqMon.Store;
using ModelContextProtocol.Protocol;

namespace LiqMon.Mcp;

/// <summary>The tools: the queries of HTTP, with their parameters, limits and results, and the weekly report.</summary>
internal sealed class McpTools : IDisposable
{
    private const string HowToRead =
        " The first line of the answer says how far the figures may be trusted: after AT LEAST they are a floor, so pass them on as \"at least\" and name what is "
        + "missing; after COMPLETE they are exact; SIMULATED figures are made up. Sides are positions that were closed by force, in US dollars.";

    private readonly McpServerSetup _setup;
    private readonly ILogger _log;
    private readonly QueryLimiter _limiter;
    private readonly ToolAnswerWriter _writer;

    /// <summary>The tools of a server.</summary>
    internal McpTools(McpServerSetup setup)
    {
        _setup = setup;
        _log = setup.Logging.CreateLogger<McpTools>();
        _limiter = new QueryLimiter(setup.Options.DearQuestions, setup.Options.WaitingQuestions);
        _writer = new ToolAnswerWriter(setup.Options.Venues, setup.Options.AnswerBytes);
    }

    /// <summary>All of them.</summary>
    internal IEnumerable<QueryTool> All =>
    [
        OfSpan<SqueezeParameters>(
            "squeeze", "Liquidation totals", "How much was liquidated in a span, long and short, the largest order, and how it compares with the spans before. "
            + "With by broken down by asset, venue, day or hour; the answer then has results.",
            "api/squeeze", QueryAnswers.SqueezeGroupings, static (_, answers, query, writer) => QueryAnswers.Squeeze(answers, query, writer)),
        OfSpan<ListParameters>(
            "liquidations", "Single liquidations", "Single liquidations, newest first. A list that was cut has next: send it as cursor for what follows.",
            "api/liquidations", [], static (_, answers, query, writer) => QueryAnswers.Liquidations(answers, query, writer)),
        OfSpan<CascadeParameters>(
            "cascades", "Liquidation cascades", "Bursts of one-sided liquidations against the asset's own normal, newest first; with after=true what the price did after them.",
            "api/cascades", [], QueryAnswers.Cascades),
        OfSpan<OpenInterestParameters>(
            "open_interest", "Open interest", "Open interest at the end of a span and its change over it, with mark price and funding rate of each contract.",
            "api/open-interest", QueryAnswers.OpenInterestGroupings,
            static (_, answers, query, writer) => writer.Of(answers.Market.OpenInterest(query), QueryJson.Default.OpenInterestResult)),
        Of<ContextParameters>(
            "context", "Where an asset stands", "Price, 50-day average, levels, spot premium, market cap, positioning of one asset. What is not known is listed as absent.",
            "api/context", Context),
        OfSpan<MapParameters>(
            "map", "Map of positions", "A model of where positions of one asset would be forced out; with over by time and price; with score=true how good the model was. "
            + "It is a model and no data: say so.",
            "api/map", [], QueryAnswers.Map, () => MapQuery.Reading(_setup.Options.Venues, static name => name)),
        Of<NoParameters>(
            "venues", "Venues", "What each venue publishes, what the store holds of it, and how well it was watched in the last 24 hours.",
            "api/venues", Venues),
        Of<ReportParameters>(
            "report", "Weekly report", "The report of a week, to read or to pass on: totals, days, venues, assets, largest orders, cascades, open interest, funding.",
            "report", Report),
    ];

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private QueryTool OfSpan<T>(
        string name, string title, string description, string path, IReadOnlyList<Grouping> groupings,
        Func<T, StoreQueries, SpanQuery, ToolAnswerWriter, ToolAnswer> answer, Func<QueryParser>? parser = null)
        where T : SpanParameters, new() => Of<T>(name, title, description, path, (parameters, errors, cancellation) =>
    {
        var reading = parser?.Invoke() ?? new QueryParser(_setup.Options.Venues, static one => one);
        var query = reading.Read(parameters.Text, groupings, _setup.Options.Time.GetUtcNow());
        errors.AddRange(reading.Errors);
        errors.AddRange(parameters.Switches.Where(one => one.Value is not (null or "true" or "false")).Select(one => $"{one.Name}: is true or false"));
        return query is null || errors.Count > 0
            ? throw new ToolException(string.Join("; ", errors))
            : AskAsync((answers, _) => answer(parameters, answers, query, _writer), _setup.Options.RequestTimeout, cancellation);
    });

    private QueryTool Of<T>(
        string name, string title, string description, string path, Func<T, List<string>, CancellationToken, Task<ToolAnswer>> answer)
        where T : new()
    {
        var tool = new Tool
        {
            Name = name,
            Title = title,
            Description = description + HowToRead,
            InputSchema = ToolSchema.Of(typeof(T), path, _setup.Options),
            Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
        };
        return new QueryTool(tool, (arguments, cancellation) =>
        {
            var errors = new List<string>();
            return answer(ToolArguments.Read<T>(arguments, errors), errors, cancellation);
        }, _log);
    }

    private Task<ToolAnswer> Context(ContextParameters parameters, List<string> errors, CancellationToken cancellation)
    {
        var query = ContextQuery.Read(parameters.Asset, parameters.Candles, static name => name, out var wrong);
        errors.AddRange(wrong);
        return query is null || errors.Count > 0
            ? throw new ToolException(string.Join("; ", errors))
            : AskAsync(
                (answers, _) => _writer.Of(
                    answers.Market.Context(query, _setup.Options.Levels, _setup.Options.Time.GetUtcNow()), QueryJson.Default.MarketContextResult),
                _setup.Options.RequestTimeout, cancellation);
    }

    private Task<ToolAnswer> Venues(NoParameters parameters, List<string> errors, CancellationToken cancellation) => errors.Count > 0
        ? throw new ToolException(string.Join("; ", errors))
        : AskAsync(
            (answers, _) => _writer.Of(answers.Venues.Of(_setup.Options.Time.GetUtcNow(), []), QueryJson.Default.IReadOnlyListVenueResult),
            _setup.Options.RequestTimeout, cancellation);

    private Task<ToolAnswer> Report(ReportParameters parameters, List<string> errors, CancellationToken cancellation)
    {
        var report = ReportTool.Read(parameters, _setup, errors);
        return report is null || errors.Count > 0
            ? throw new ToolException(string.Join("; ", errors))
            : AskAsync((_, stop) => report(stop), ReportTool.Timeout, cancellation);
    }

    /// <summary>Asks on a thread of its own, at most so many at once as HTTP lets through, and for so long.</summary>
    private async Task<ToolAnswer> AskAsync(Func<StoreQueries, CancellationToken, ToolAnswer> ask, TimeSpan timeout, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, _setup.Options.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var (isAnswered, answer) = await _limiter.AskAsync(stop => ask(_setup.Answers.Until(stop), stop), ended.Token).ConfigureAwait(false);
        return isAnswered ? answer! : throw new ToolException("Too many questions wait already; try again in 2 seconds.");
    }

    /// <summary>A tool without arguments.</summary>
    internal sealed record NoParameters;
}
