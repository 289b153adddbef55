using LiqMon.Context;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Reads levels: the round numbers around a figure, and the user's own.</summary>
internal static class LevelResultBuilder
{
    /// <summary>Daily closes beyond a milestone of market capitalisation that make it flip.</summary>
    internal const int MilestoneCloses = 2;

    /// <summary>What a figure did at each level, in order of height.</summary>
    /// <param name="closes">Finished closes, in order of time; without any there are no levels.</param>
    /// <param name="now">The present figure.</param>
    /// <param name="own">The user's own levels.</param>
    /// <param name="flipCloses">So many closes make a level flip.</param>
    internal static IReadOnlyList<LevelResult> Of(IReadOnlyList<Close> closes, Close now, IReadOnlyList<double> own, int flipCloses) =>
        closes.Count == 0
            ? []
            :
            [
                .. KeyLevel.RoundNumbers(closes, now.Value).Concat(own).Distinct().Order()
                    .Select(level => Of(level, KeyLevel.Read(closes, now, level, flipCloses), now.Value, own.Contains(level))),
            ];

    private static LevelResult Of(double level, KeyLevel read, double value, bool own) => new(
        level, own, Math.Round(level / value - 1, 6), read.IsAbove, Time(read.CrossedMs),
        read.CrossedMs is null ? null : read.Run,
        read.Flipped ? read.IsAbove ? LevelRole.Support : LevelRole.Resistance : null, Time(read.SinceMs));

    private static DateTimeOffset? Time(long? ms) => ms is { } known ? Timestamps.FromUnixMs(known) : null;
}
