using System.Globalization;
using System.Text.Json.Serialization;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Alerts;

/// <summary>What an alert is about.</summary>
public enum AlertEvent
{
    /// <summary>A cascade has begun and goes on.</summary>
    CascadeOpened,

    /// <summary>A cascade is over.</summary>
    CascadeClosed,

    /// <summary>A cascade that was reported was none: late liquidations have undone it.</summary>
    CascadeWithdrawn,

    /// <summary>A weekly report has been written.</summary>
    ReportWritten,

    /// <summary>A rule of the settings holds.</summary>
    RuleFired,

    /// <summary>A rule that was reported no longer holds.</summary>
    RuleCleared,

    /// <summary>Somebody requested a test.</summary>
    Test,
}

/// <summary>Something that people subscribed to. The generic JSON body is this record.</summary>
public sealed record Alert
{
    /// <summary>What it is about.</summary>
    public required AlertEvent Event { get; init; }

    /// <summary>When it was noticed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>One line that says it all.</summary>
    public required string Title { get; init; }

    /// <summary>The rest, line by line.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>The cascade, where it is about one.</summary>
    public CascadeResult? Cascade { get; init; }

    /// <summary>The report, where it is about one.</summary>
    public ReportAlert? Report { get; init; }

    /// <summary>The rule, where it is about one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RuleAlert? Rule { get; init; }

    /// <summary>An alert that a cascade goes on, or is over.</summary>
    public static Alert Of(Cascade cascade, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        var answer = CascadeResult.Of(cascade);
        return new Alert
        {
            Event = cascade.IsOpen ? AlertEvent.CascadeOpened : AlertEvent.CascadeClosed,
            Time = now,
            Title = Headline(answer),
            Lines = [.. Details(answer)],
            Cascade = answer,
        };
    }

    /// <summary>An alert that takes a reported cascade back.</summary>
    /// <param name="cascade">The cascade as it was.</param>
    /// <param name="now">The present.</param>
    public static Alert OfWithdrawn(Cascade cascade, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        var answer = CascadeResult.Of(cascade);
        return new Alert
        {
            Event = AlertEvent.CascadeWithdrawn,
            Time = now,
            Title = $"{Name(answer)} withdrawn: {Minute(answer.Start)} to {Minute(answer.End)} UTC was none",
            Lines = ["Liquidations that came late changed what is normal, or the size of this burst. It is no longer in the list of cascades."],
            Cascade = answer,
        };
    }

    /// <summary>An alert that a weekly report has been written.</summary>
    /// <param name="week">The week: <c>2026-W46</c>.</param>
    /// <param name="directory">The folder it is in.</param>
    /// <param name="headline">What it says, in sentences.</param>
    /// <param name="now">The present.</param>
    public static Alert OfReport(string week, string directory, IReadOnlyList<string> headline, DateTimeOffset now) => new()
    {
        Event = AlertEvent.ReportWritten,
        Time = now,
        Title = $"Liquidations of {week}: the weekly report is written",
        Lines = headline,
        Report = new ReportAlert(week, directory),
    };

    /// <summary>An alert that a rule holds, or no longer does.</summary>
    /// <param name="reading">The rule, and what it saw.</param>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="since">Since when it has held.</param>
    /// <param name="now">The present.</param>
    public static Alert Of(RuleReading reading, bool holds, DateTimeOffset since, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new()
        {
            Event = holds ? AlertEvent.RuleFired : AlertEvent.RuleCleared,
            Time = now,
            Title = holds ? $"Rule {reading.Rule} holds: {reading.When}" : $"Rule {reading.Rule} is over: {reading.When}",
            Lines =
            [
                $"Since {Minute(since)} UTC, for {Length(now - since)}",
                .. reading.Values.Select(value => $"{value.Key}: {(value.Value is { } known ? known.ToString("#,##0.######", CultureInfo.InvariantCulture) : "not known")}"),
                .. reading.Floors.Select(floor => $"{floor.Key} is a floor, {floor.Value}"),
            ],
            Rule = new RuleAlert(reading.Rule, reading.When, since, reading.Values, reading.Floors),
        };
    }

    /// <summary>A test.</summary>
    public static Alert OfTest(DateTimeOffset now) => new()
    {
        Event = AlertEvent.Test,
        Time = now,
        Title = "LiqMon: a test",
        Lines = ["This target receives alerts. Nothing has happened."],
    };

    private static string Headline(CascadeResult cascade)
    {
        var what = Name(cascade);
        return cascade.Open
            ? $"{what}: {NumberText.Usd(cascade.Usd)} liquidated so far"
            : $"{what} over: {NumberText.Usd(cascade.Usd)} liquidated in {Length(cascade.End - cascade.Start)}";
    }

    private static string Name(CascadeResult cascade) =>
        $"{(cascade.Asset == Windows.Cascade.MarketWide ? "Market-wide" : cascade.Asset)} {(cascade.Side == LiquidatedSide.Long ? "long" : "short")} cascade";

    private static IEnumerable<string> Details(CascadeResult cascade)
    {
        yield return $"{Minute(cascade.Start)} to {Minute(cascade.End)} UTC, {NumberText.Count(cascade.Orders)} orders";
        yield return $"{NumberText.Usd(cascade.SideUsd)} of it {EnumNames.Of(cascade.Side)}s";
        yield return $"Peak minute {NumberText.Usd(cascade.PeakMinuteUsd)}"
            + (cascade.Multiple is { } multiple ? string.Create(CultureInfo.InvariantCulture, $", {multiple:#,##0.#} × a normal one") : "");
        if (cascade.PriceChange is { } price)
            yield return "Price " + Change(price);
        if (cascade.OiChange is { } openInterest)
            yield return "Open interest in coins " + Change(openInterest);
        yield return $"Venues {string.Join(", ", cascade.Venues)}; coverage {NumberText.Coverage(cascade.Coverage)}";
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan span) => span < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");

    private static string Change(double fraction) => NumberText.SignedPercent(fraction, 2);
}

/// <summary>Which report was written.</summary>
/// <param name="Week">The week: <c>2026-W46</c>.</param>
/// <param name="Directory">The folder it is in.</param>
public sealed record ReportAlert(string Week, string Directory);
