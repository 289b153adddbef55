namespace LiqMon.Context;

/// <summary>What is watched besides the venues, and by which rules levels are read.</summary>
public sealed record ContextOptions
{
    /// <summary>Whether anything is requested of anybody besides the venues' own feeds.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Coinbase Exchange; null for not at all.</summary>
    public Uri? CoinbaseUrl { get; init; } = new("https://api.exchange.coinbase.com");

    /// <summary>Binance's spot market data; null for not at all.</summary>
    public Uri? BinanceSpotUrl { get; init; } = new("https://data-api.binance.vision");

    /// <summary>CoinGecko; null for not at all.</summary>
    public Uri? CoinGeckoUrl { get; init; } = new("https://api.coingecko.com");

    /// <summary>Hyperliquid's complete dollars by day and coin; null for not at all.</summary>
    public Uri? HyperliquidDailyUrl { get; init; } = new("https://d2v1fiwobg9w6.cloudfront.net");

    /// <summary>How many assets have candles and ratios fetched from venues: those with the most open interest.</summary>
    public int Assets { get; init; } = 10;

    /// <summary>By which rules levels are read.</summary>
    public KeyLevelRule Levels { get; init; } = new();
}
