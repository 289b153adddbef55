using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>Answers questions about prices, open interest, accounts and where an asset stands.</summary>
public sealed class MarketQueries
{
    private readonly QueryScope _scope;

    internal MarketQueries(QueryScope scope) => _scope = scope;

    /// <summary>Open interest at the end of the span and its change over it.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public OpenInterestResult OpenInterest(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return QueryScope.Marked(reader, OpenInterestResultBuilder.Of(question, reader.Market.OpenInterest(question.Filter)));
    }

    /// <summary>Ratios of long to short accounts over a span.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public LongShortResult LongShort(SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return QueryScope.Marked(reader, LongShortResultBuilder.Of(reader, question));
    }

    /// <summary>Where an asset stands.</summary>
    /// <param name="question">Which asset.</param>
    /// <param name="levels">By which rules levels are read.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public MarketContextResult Context(ContextQuery question, KeyLevelRule levels, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(question);
        using var reader = _scope.Open();
        return QueryScope.Marked(
            reader, new MarketContextResultBuilder(reader, levels, question.Asset, now.ToUnixTimeMilliseconds()).Of(question.Candles));
    }

    /// <summary>Open interest of an asset at some moments in order of time, in coins; null where no sample is near enough.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<double?> OpenInterestLine(string asset, IReadOnlyList<long> moments, TimeSpan tolerance)
    {
        using var reader = _scope.Open();
        return reader.Market.OpenInterest(asset, moments, (long)tolerance.TotalMilliseconds);
    }

    /// <summary>The assets of all known contracts, sorted.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<string> Assets()
    {
        using var reader = _scope.Open();
        return reader.Market.Assets();
    }

    /// <summary>The contracts whose prices stand for an asset at a moment, the first choice first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<ContractKey> PriceContracts(string asset, long atMs)
    {
        using var reader = _scope.Open();
        return reader.Market.PriceContracts(asset, atMs);
    }

    /// <summary>Mark prices of one contract at some moments, Unix milliseconds; null where no sample is near enough.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public IReadOnlyList<double?> Marks(ContractKey contract, IReadOnlyList<long> moments, TimeSpan tolerance)
    {
        using var reader = _scope.Open();
        return reader.Market.Marks(contract, moments, (long)tolerance.TotalMilliseconds);
    }
}
