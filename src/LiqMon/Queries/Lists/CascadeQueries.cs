using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>Answers questions about cascades.</summary>
public sealed class CascadeQueries
{
    private readonly QueryScope _scope;

    internal CascadeQueries(QueryScope scope) => _scope = scope;

    /// <summary>Cascades, newest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public CascadesResult Of(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return QueryScope.Marked(reader, CascadesResultBuilder.Of(reader, question, _scope.Span(reader, question)));
    }

    /// <summary>Cascades that reach into a span, the newest first; null when nobody has looked for any yet.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<Cascade>? Newest(LiquidationFilter filter, int limit)
    {
        using var reader = _scope.Open();
        return reader.Cascades.SearchedToMs() == 0 ? null : reader.Cascades.List(filter, 0, limit);
    }

    /// <summary>From when on cascades can be found; null while no liquidation is stored.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public DateTimeOffset? JudgedFrom()
    {
        using var reader = _scope.Open();
        return reader.Cascades.JudgedFromMs() is { } fromMs ? Timestamps.FromUnixMs(fromMs) : null;
    }
}
