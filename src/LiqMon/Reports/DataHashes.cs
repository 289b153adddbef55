using System.Security.Cryptography;
using System.Text;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>
/// Hashes of the data behind a report, of one line of text for each row, in an order that does not depend on arrival.
/// Two collectors that hold the same data print the same.
/// </summary>
internal sealed class DataHashes : IDisposable
{
    private readonly RowHash _liquidations = new("liquidations", "hour_ms,venue,asset,side,usd_micro,orders,largest_usd_micro");
    private readonly RowHash _marks = new("prices", "venue,symbol,time_ms,mark");
    private readonly List<DataHash> _rows = [];

    internal IReadOnlyList<DataHash> Rows => [_liquidations.Row, .. _rows, _marks.Row];

    internal void Liquidation(Bucket cell) => _liquidations.Add(
        $"{cell.StartMs},{cell.Venue},{cell.Asset},{EnumNames.Of(cell.Side)},{cell.MicroUsd},{cell.Orders},{cell.LargestMicroUsd}");

    internal void Orders(IEnumerable<OrderRow> orders) => Add("orders", "time,venue,symbol,side,usd,price", orders.Select(
        order => (FormattableString)$"{Timestamps.Of(order.Time)},{order.Venue},{order.Symbol},{EnumNames.Of(order.Side)},{order.Usd},{order.Price:R}"));

    internal void Coverage(IEnumerable<VenueCoverage> coverage) => Add("coverage", "venue,gap_from_ms,gap_to_ms,reason", coverage.SelectMany(
        venue => venue.Gaps.Select(gap => (FormattableString)$"{venue.Venue},{gap.FromMs},{gap.ToMs},{EnumNames.Of(gap.Reason)}")));

    internal void Deficits(IEnumerable<StoredDeficit> deficits) => Add("deficits", "venue,symbol,reason,from_ms,to_ms,count,usd_micro", deficits.Select(
        deficit => (FormattableString)$"{deficit.Venue},{deficit.Symbol},{EnumNames.Of(deficit.Reason)},{deficit.FromMs},{deficit.ToMs},{deficit.Count},{deficit.MicroUsd}"));

    internal void LearnedFrom(IEnumerable<LearnedFromResult> feeds) => Add("learned_from", "venue,orders,from,to", feeds.Select(
        feed => (FormattableString)$"{feed.Venue},{feed.Orders},{Timestamps.Of(feed.From)},{Timestamps.Of(feed.To)}"));

    internal void Published(IEnumerable<CaughtRow> days) => Add("published_dollars", "venue,day,published_usd", days.Where(row => row.PublishedUsd is not null).Select(
        row => (FormattableString)$"{row.Venue},{Timestamps.Of(row.Day)},{row.PublishedUsd}"));

    internal void OpenInterest(IEnumerable<OpenInterestRow> rows) => Add("open_interest", "venue,symbol,time_ms,usd,base,usd_at_start,base_at_start", rows
        .OrderBy(row => row.Key, ContractKey.Ordinal)
        .Select(row => (FormattableString)$"{row.Venue},{row.Symbol},{row.TimeMs},{row.Usd:R},{row.Base:R},{row.UsdAtStart:R},{row.BaseAtStart:R}"));

    internal void Funding(IEnumerable<ContractFunding> rows) => Add("funding", "venue,symbol,samples,mean,least,most,interval_ms", rows.Select(
        row => (FormattableString)$"{row.Venue},{row.Symbol},{row.Samples},{row.Mean:R},{row.Least:R},{row.Most:R},{row.IntervalMs}"));

    internal void Cascades(IEnumerable<ReportCascade> cascades) => Add("cascades", "start,end,asset,side,usd,peak_minute_usd", cascades.Select(
        cascade => (FormattableString)$"{Timestamps.Of(cascade.Start)},{Timestamps.Of(cascade.End)},{cascade.Asset},{EnumNames.Of(cascade.Side)},{cascade.Usd},{cascade.PeakMinuteUsd}"));

    internal void Context(IEnumerable<(string Asset, PriceTrend Trend)> trends, MarketContextResult lead) => Add(
        "market_context", "what,values",
        [
            .. trends.Select(trend => (FormattableString)$"{trend.Asset},{trend.Trend.Price?.Mark:R},{trend.Trend.Average?.Mean:R},{trend.Trend.Average?.Deviation:R}"),
            $"spot,{lead.Spot?.CoinbaseUsd:R},{lead.Spot?.BinanceUsdt:R},{lead.Spot?.UsdtUsd:R}",
            $"all_coins,{lead.GlobalMarket?.Usd:R},{lead.GlobalMarket?.BtcDominance:R}",
            .. lead.Levels.Select(level => (FormattableString)$"level,{level.Level:R},{level.Above},{level.Closes}"),
        ]);

    internal void Marks(ContractKey contract, IReadOnlyList<MarkPoint> points)
    {
        foreach (var point in points)
            _marks.Add($"{contract.Venue},{contract.Symbol},{point.TimeMs},{point.Mark:R}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _liquidations.Dispose();
        _marks.Dispose();
    }

    private void Add(string data, string line, IEnumerable<FormattableString> lines)
    {
        using var hash = new RowHash(data, line);
        foreach (var text in lines)
            hash.Add(text);
        _rows.Add(hash.Row);
    }

    /// <summary>The hash of one kind of data while its rows come in.</summary>
    private sealed class RowHash(string data, string line) : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long _rows;

        internal DataHash Row => new(data, _rows, Convert.ToHexStringLower(_hash.GetCurrentHash()), line);

        internal void Add(FormattableString text)
        {
            _hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(text) + "\n"));
            _rows++;
        }

        public void Dispose() => _hash.Dispose();
    }
}
