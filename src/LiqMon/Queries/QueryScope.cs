using LiqMon.Completeness;
using LiqMon.Maps;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>What all questions to the store share: how it is opened, the venues, and what these normally contribute.</summary>
/// <param name="Open">Opens the store for reading.</param>
/// <param name="Venues">What is known of the venues.</param>
/// <param name="Tiers">The leverages that a map of positions assumes.</param>
internal sealed record QueryScope(Func<StoreReader> Open, IReadOnlyList<KnownVenue> Venues, LeverageTiers Tiers)
{
    private readonly MinuteCache<IReadOnlyList<decimal>> _spans = new();
    private readonly MinuteCache<WarmUpResult> _warmUps = new();
    private readonly MinuteCache<CaughtShareResult> _caught = new();

    private WeightCache Weights { get; init; } = new();

    private bool KeepsWeights { get; init; }

    private MinuteCache<IReadOnlyList<decimal>>? KeptSpans { get; init; }

    /// <summary>The venues whose totals count unless others are requested.</summary>
    internal IReadOnlyList<string> Watched => [.. Venues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id)];

    /// <summary>The same with another way to the store. What venues normally contribute is kept.</summary>
    internal QueryScope Opening(Func<StoreReader> open) => this with { Open = open, KeepsWeights = true, KeptSpans = _spans };

    /// <summary>
    /// The same for one moment, whose answers have the same weights, which need be read only once; where they are kept anyway, not
    /// even that.
    /// </summary>
    internal QueryScope OfMoment(Func<StoreReader> open) => this with { Open = open, Weights = KeepsWeights ? Weights : new(), KeepsWeights = true };

    /// <summary>Totals of the spans before a question's; kept for programs that ask often, and else read each time.</summary>
    internal IReadOnlyList<decimal> Past(string question, long endMs, Func<IReadOnlyList<decimal>> read) =>
        KeptSpans is { } kept ? kept.Of(question, endMs, read) : read();

    /// <summary>How far a venue's past is fetched; kept, for it changes slowly and looks at months.</summary>
    internal WarmUpResult WarmUp(string venue, long nowMs, Func<WarmUpResult> read) => _warmUps.Of(venue, nowMs, read);

    /// <summary>What share of a venue's dollars its feed caught; kept, for it changes once a day and looks at many days.</summary>
    internal CaughtShareResult Caught(string venue, long nowMs, Func<CaughtShareResult> read) => _caught.Of(venue, nowMs, read);

    internal CompletenessQuery Query(StoreReader reader) => new(reader, Known, KeepsWeights ? Weights : null);

    /// <summary>For questions that come again and again: what venues normally contribute is kept in any case.</summary>
    internal CompletenessQuery KeptQuery(StoreReader reader) => new(reader, Known, Weights);

    /// <summary>How complete the span of a question is.</summary>
    internal SpanCompleteness Span(StoreReader reader, SpanQuery question) =>
        Query(reader).Run(
            RequestedVenues(question), question.Filter.FromMs, Math.Max(question.Filter.ToMs, question.DisplayToMs), question.NowMs);

    /// <summary>A result with the mark of a simulated store, if it is one.</summary>
    internal static T Marked<T>(StoreReader reader, T result) where T : StoreResult =>
        reader.State.IsSimulated() ? (T)((StoreResult)result with { Simulated = true }) : result;

    /// <summary>The same for several.</summary>
    internal static IReadOnlyList<T> Marked<T>(StoreReader reader, IReadOnlyList<T> results) where T : StoreResult =>
        reader.State.IsSimulated() ? [.. results.Select(result => (T)((StoreResult)result with { Simulated = true }))] : results;

    internal IReadOnlyList<string> RequestedVenues(SpanQuery question) => question.Filter.Venues ?? Watched;

    private IReadOnlyList<RequestedVenue> Known => [.. Venues.Select(venue => venue.Requested)];
}
