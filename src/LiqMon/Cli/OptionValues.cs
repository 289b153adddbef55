using System.Globalization;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Cli;

/// <summary>Reads values of options; what cannot be read is a usage error that says what is accepted.</summary>
internal static class OptionValues
{
    internal static int? Whole(string option, string? text, int least, int most) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(option, text, $"is not a whole number from {least} to {most}");

    internal static double? Number(string option, string? text, double least, double most) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(option, text, string.Create(CultureInfo.InvariantCulture, $"is not a number from {least} to {most}"));

    internal static TimeSpan? Duration(string option, string? text) =>
        text is null ? null
        : SpanText.TryDuration(text, out var duration)
            ? duration
            : throw Wrong(option, text, "is not a length of time; write a number and s, m, h, d or w, such as 30s or 10m");

    internal static double? Speed(string option, string? text) => text switch
    {
        null or "max" => null,
        _ when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            && factor is > 0 and <= 1_000_000 => factor,
        _ => throw Wrong(option, text, "is not a pace; write max, 1, 10 or another number"),
    };

    internal static T OneOf<T>(string option, string? text, T fallback) where T : struct, Enum
    {
        if (text is null)
            return fallback;
        foreach (var value in Enum.GetValues<T>())
        {
            if (EnumNames.Of(value).Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw Wrong(option, text, "is not one of " + string.Join(", ", Enum.GetValues<T>().Select(v => EnumNames.Of(v))));
    }

    internal static string OneVenue(string option, string text) => Venues(option, [text]) is [var venue]
        ? venue
        : throw Wrong(option, text, "is not one venue");

    internal static IReadOnlyList<string> Venues(string option, IReadOnlyList<string> texts)
    {
        List<string> venues = [];
        foreach (var text in texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var known = VenueCatalog.All.Select(v => v.Profile.Id).ToList();
            var id = known.Find(k => k.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw Wrong(option, text, $"is not known; the venues are {string.Join(", ", known)}");
            if (!venues.Contains(id))
                venues.Add(id);
        }

        return venues;
    }

    /// <summary>The same venues; none of them may have closed.</summary>
    internal static IReadOnlyList<string> Trading(string option, IReadOnlyList<string> venues)
    {
        foreach (var id in venues)
        {
            if (VenueCatalog.Find(id)?.Profile.ClosedOn is { } closed)
                throw Wrong(option, id, $"is {Timestamps.ClosedOn(closed)}");
        }

        return venues;
    }

    private static UsageException Wrong(string option, string text, string what) =>
        new($"{option}: {QueryParser.Shown(text)} {what}");
}
