using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Dashboard;

/// <summary>Turns results into the tables of pages.</summary>
internal static class TablesOfPage
{
    internal static PageTable Assets(IReadOnlyList<SqueezeResult> totals, PageQuery query, string span) => new()
    {
        Id = "assets",
        Title = "Assets",
        Note = span,
        Empty = $"No liquidations: {span}.",
        Columns =
        [
            new("asset", "asset"), new("total_usd", "total", "n"), new("short_share", "shorts · longs", "bar"), new("short_minus_long_usd", "short minus long", "n"),
            new("short_usd", "shorts", "n off"), new("long_usd", "longs", "n off"), new("largest_usd", "largest", "n off"),
        ],
        Rows =
        [
            .. totals.Select(asset => new PageRow(asset.Asset,
            [
                PageCell.Of(asset.Asset) with { Link = query.AssetPage(asset.Asset) },
                Total(asset),
                asset.ShortShare is { } share ? new("", share) { Share = share } : new("–", null),
                new(NumberText.SignedUsd(asset.ShortMinusLongUsd), asset.ShortMinusLongUsd) { Class = PageText.SideOf(asset.ShortMinusLongUsd) },
                new(NumberText.Usd(asset.ShortUsd), asset.ShortUsd),
                new(NumberText.Usd(asset.LongUsd), asset.LongUsd),
                asset.Largest is { } largest
                    ? new(NumberText.Usd(largest.Usd), largest.Usd) { Mark = PageText.SideOf(largest.Side), Note = largest.Venue }
                    : new("–", null),
            ])),
        ],
    };

    internal static PageTable OpenInterest(IReadOnlyList<OpenInterestTotal> totals, PageQuery query, string span) => new()
    {
        Id = "interest",
        Title = "Open interest",
        Note = "and its change, " + span,
        Empty = $"No sample: {span}.",
        Columns =
        [
            new("asset", "asset"), new("usd", "US dollars", "n"), new("usd_change", "change", "n"), new("base", "coins", "n off"), new("base_change", "change in coins", "n"),
        ],
        Rows =
        [
            .. totals.Select(total => new PageRow(total.Group,
            [
                PageCell.Of(total.Group) with { Link = query.AssetPage(total.Group) },
                new(NumberText.Usd(total.Usd), total.Usd),
                Change(PageText.Part(total.UsdChange, total.UsdStart)),
                new(total.Base is { } coins ? NumberText.Amount(coins) : "–", total.Base),
                Change(PageText.Part(total.BaseChange, total.BaseStart)),
            ])),
        ],
    };

    internal static PageTable Orders(IReadOnlyList<LiquidationResult> orders, string empty) => new()
    {
        Id = "orders",
        Title = "Orders",
        Note = "newest first",
        IsFixed = true,
        Empty = empty,
        Columns =
        [
            new("time", "UTC"), new("symbol", "contract", "sym"), new("side", "side", "w"), new("usd", "size", "n"), new("price", "price", "n off"), new("venue", "venue", "hidden"),
        ],
        Rows =
        [
            .. orders.Select(order => new PageRow(
                $"{order.Venue}-{order.Symbol}-{order.Time.ToUnixTimeMilliseconds()}-{order.Id}",
                [
                    new(PageText.Seconds(order.Time), order.Time) { Hint = Timestamps.Of(order.Time) },
                    new(order.Symbol, order.Symbol) { Mark = "symbol", Note = order.Venue },
                    new(EnumNames.Of(order.Side), EnumNames.Of(order.Side)) { Class = PageText.SideOf(order.Side) },
                    new(NumberText.Usd(order.Usd), order.Usd) { Class = PageText.SideOf(order.Side), Hint = "$" + NumberText.Exact(order.Usd) },
                    new(NumberText.Price(order.Price), order.Price) { Hint = EnumNames.Of(order.PriceKind) + " price" },
                    PageCell.Of(order.Venue),
                ],
                order.Usd switch { >= 1_000_000 => "huge", >= 100_000 => "large", _ => null })),
        ],
    };

    internal static PageTable Venues(IReadOnlyList<VenueLine> venues, string span) => new()
    {
        Id = "venues",
        Title = "Venues",
        Note = span,
        Columns =
        [
            new("venue", "venue"), new("total_usd", "total", "n"), new("short_share", "shorts · longs", "bar off"), new("publishes", "publishes", "off"),
            new("covered", "covered", "n"), new("state", "state", "state"),
        ],
        Rows =
        [
            .. venues.Select(venue => new PageRow(venue.Id,
            [
                PageCell.Of(venue.Id),
                venue.Total is { Unwatched: false } total ? Total(total) : new("–", null),
                // A bar without an order would be all of one side.
                venue.Total?.ShortShare is { } split ? new("", split) { Share = split } : new("–", null),
                PageCell.Of(EnumNames.Of(venue.Class)) with { Hint = venue.Note },
                new(venue.Covered is { } covered ? NumberText.Coverage(covered) : "–", venue.Covered),
                PageCell.Of(venue.State.Word) with { Hint = venue.State.Detail, Dot = venue.State.IsLive ? "good" : venue.State.Word == "off" ? "off-dot" : "bad" },
            ])),
        ],
    };

    internal static PageTable Cascades(IReadOnlyList<Cascade> cascades, string empty, string span) => new()
    {
        Id = "cascades",
        Title = "Cascades",
        Note = span + ", and what followed",
        Empty = empty,
        Columns =
        [
            new("start", "UTC"), new("asset", "asset"), new("side", "side", "w"), new("usd", "total", "n"), new("multiple", "peak", "n tiny"),
            new("price_change", "price", "n off"), new("price_change_hour_after", "hour after", "n off"), new("oi_change", "OI", "n off"),
        ],
        Rows =
        [
            .. cascades.Select(cascade => new PageRow(
                $"{cascade.Asset}-{EnumNames.Of(cascade.Side)}-{cascade.StartMs}",
                [
                    new(PageText.Moment(cascade.StartMs) + (cascade.IsOpen ? " …" : ""), Timestamps.FromUnixMs(cascade.StartMs))
                    {
                        Hint = $"{Timestamps.InWords(Timestamps.FromUnixMs(cascade.StartMs))} to {Timestamps.InWords(Timestamps.FromUnixMs(cascade.EndMs))}",
                    },
                    PageCell.Of(cascade.Asset == Cascade.MarketWide ? "market" : cascade.Asset),
                    PageCell.Of(EnumNames.Of(cascade.Side)) with { Class = PageText.SideOf(cascade.Side) },
                    new(NumberText.Usd(MicroUsd.ToUsd(cascade.MicroUsd)), MicroUsd.ToUsd(cascade.MicroUsd)),
                    new(cascade.Multiple is { } multiple ? "×" + NumberText.Amount(Math.Round(multiple, multiple < 10 ? 1 : 0)) : "–", cascade.Multiple)
                    {
                        Hint = "Its largest minute against the asset's normal minute",
                    },
                    Change(cascade.PriceChange), Change(cascade.PriceChangeHourAfter), Change(cascade.OpenInterestChange),
                ])),
        ],
    };

    internal static PageTable Bars(IReadOnlyList<BarPoint> bars) => new()
    {
        Id = "bars",
        Title = "Bars",
        Columns =
        [
            new("from", "from"), new("to", "to"), new("short_usd", "shorts"), new("long_usd", "longs"), new("covered", "covered"), new("price", "price"),
            new("open_interest", "open interest"),
        ],
        Rows =
        [
            .. bars.Select(bar => new PageRow(
                bar.Label,
                [
                    new("", bar.From), new("", bar.To), new("", bar.Covered == 0 && bar.ShortUsd == 0 ? null : bar.ShortUsd),
                    new("", bar.Covered == 0 && bar.LongUsd == 0 ? null : bar.LongUsd), new("", bar.Covered), new("", bar.Price), new("", bar.OpenInterest),
                ])),
        ],
    };

    internal static PageTable Largest(IReadOnlyList<RankedOrder> orders, string span) => new()
    {
        Id = "largest",
        Title = "Largest orders",
        Note = span,
        Empty = $"No liquidations: {span}.",
        Columns =
        [
            new("time", "UTC"), new("symbol", "contract", "sym"), new("side", "side", "w"), new("usd", "size", "n"), new("price", "price", "n off"), new("venue", "venue", "hidden"),
        ],
        Rows =
        [
            .. orders.Select(ranked => ranked.Order).Select(order => new PageRow(
                $"{order.Venue}-{order.Symbol}-{order.TimeMs}-{order.MicroUsd}",
                [
                    new(PageText.Moment(order.TimeMs), Timestamps.FromUnixMs(order.TimeMs)),
                    new(order.Symbol, order.Symbol) { Mark = "symbol", Note = order.Venue },
                    PageCell.Of(EnumNames.Of(order.Side)) with { Class = PageText.SideOf(order.Side) },
                    new(NumberText.Usd(MicroUsd.ToUsd(order.MicroUsd)), MicroUsd.ToUsd(order.MicroUsd)) { Class = PageText.SideOf(order.Side) },
                    new(NumberText.Price(order.Price), order.Price),
                    PageCell.Of(order.Venue),
                ])),
        ],
    };

    internal static PageTable Contracts(IReadOnlyList<OpenInterestInstrument> contracts, string span) => new()
    {
        Id = "contracts",
        Title = "Contracts and funding",
        Note = "change: " + span,
        Empty = $"No sample: {span}.",
        Columns =
        [
            new("symbol", "contract", "sym"), new("usd", "open interest", "n"), new("usd_change", "change", "n off"), new("mark", "mark", "n off"),
            new("funding_rate", "funding", "n"), new("venue", "venue", "hidden"),
        ],
        Rows =
        [
            .. contracts.Select(contract => new PageRow(
                $"{contract.Venue}-{contract.Symbol}",
                [
                    new(contract.Symbol, contract.Symbol) { Mark = "symbol", Note = contract.Venue },
                    new(contract.Usd is { } usd ? NumberText.Usd(usd) : "–", contract.Usd),
                    new(contract.UsdChange is { } change ? NumberText.SignedUsd(change) : "–", contract.UsdChange),
                    new(contract.Mark is { } mark ? NumberText.Price(mark) : "–", contract.Mark),
                    new(contract.FundingRate is { } rate ? PageText.Rate(rate) : "–", contract.FundingRate) { Hint = "for one of the venue's own intervals" },
                    PageCell.Of(contract.Venue),
                ])),
        ],
    };

    internal static PageTable LongShort(IReadOnlyList<RatioResult> ratios) => new()
    {
        Id = "longshort",
        Title = "Long and short accounts",
        Note = "as venues publish it",
        Empty = "No venue's ratio is stored.",
        Columns =
        [
            new("venue", "venue"), new("ratio", "long / short", "n"), new("long_share", "long", "n"), new("ratio_day_before", "a day before", "n"), new("time", "UTC", "n off"),
        ],
        Rows =
        [
            .. ratios.Select(ratio => new PageRow(ratio.Venue,
            [
                PageCell.Of(ratio.Venue),
                new(PageText.Ratio(ratio.Ratio), ratio.Ratio),
                new(NumberText.Percent((decimal)(ratio.Ratio / (1 + ratio.Ratio))), Math.Round(ratio.Ratio / (1 + ratio.Ratio), 6)),
                new(ratio.DayBefore is { } before ? PageText.Ratio(before) : "–", ratio.DayBefore),
                new(PageText.Moment(ratio.Time.ToUnixTimeMilliseconds()), ratio.Time),
            ])),
        ],
    };

    private static PageCell Total(SqueezeResult total) =>
        new((total.Floor ? "≥ " : "") + NumberText.Usd(total.TotalUsd), total.TotalUsd);

    private static PageCell Change(double? part) => new(PageText.Part(part), part);
}
