using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Architecture;

/// <summary>
/// A line of the log is a method of its feature's log class, with an id that nothing else has: so that a line can be
/// found in the documentation, and counted by whoever keeps logs.
/// </summary>
public sealed partial class LogEventTests
{
    [Fact]
    public void Nothing_is_logged_but_by_the_log_class_of_a_feature() =>
        Assert.Empty(Sources().SelectMany(file => DirectCall().Matches(file.Code).Select(call => $"{file.Path}: {call.Value}")));

    [Fact]
    public void A_feature_has_one_log_class_in_its_folder() =>
        Assert.All(Sources().Where(file => file.Code.Contains("[LoggerMessage", StringComparison.Ordinal)), file =>
        {
            var parts = file.Path.Split('/');
            Assert.Equal($"{parts[^2]}Log.cs", parts[^1]);
            Assert.Equal(4, parts.Length);
        });

    [Fact]
    public void No_two_events_have_one_id() =>
        Assert.Empty(LogEvents.All.GroupBy(one => one.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Each_feature_has_a_hundred_ids_of_its_own()
    {
        var ranges = LogEvents.All.GroupBy(one => one.Range).ToDictionary(group => group.Key, group => group.Select(one => one.Class).Distinct().ToList());
        Assert.All(ranges, range => Assert.Single(range.Value));
        Assert.Equal(ranges.Count, ranges.Values.Select(classes => classes[0]).Distinct().Count());
        Assert.All(ranges, range =>
        {
            var source = File.ReadAllText(RepositoryFiles.Path("src", "LiqMon", LogEvents.All.First(one => one.Range == range.Key).Feature, range.Value[0].Name + ".cs"));
            Assert.Contains($"events {range.Key} to {range.Key + 99}.", source, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_event_has_a_level_and_plain_words() =>
        Assert.All(LogEvents.All, one =>
        {
            Assert.InRange(one.Level, LogLevel.Information, LogLevel.Error);
            Assert.NotEqual("", one.Message);
            Assert.DoesNotMatch(HouseWords(), one.Message);
        });

    [Fact]
    public void Events_that_everybody_knows_are_found()
    {
        Assert.InRange(LogEvents.All.Count, 45, 500);
        Assert.Contains(LogEvents.All, one => one is { Id: 1000, Level: LogLevel.Information, Name: "FeedLive", Feature: "Feeds" });
        Assert.Contains(LogEvents.All, one => one is { Id: 2000, Level: LogLevel.Error, Feature: "Store" });
    }

    [Theory]
    [InlineData("""_logger.LogWarning("no")""", true)]
    [InlineData("""_context.Logger.Log(level, "no")""", true)]
    [InlineData("""setup.Log.LogError(failure, "no")""", true)]
    [InlineData("""LoggerMessage.Define<int>(LogLevel.Error, default, "no")""", true)]
    [InlineData("_context.Logger.FeedLive(venue, feed)", false)]
    [InlineData("Math.Log(price)", false)]
    public void A_call_past_the_log_classes_is_recognised(string code, bool isFound) => Assert.Equal(isFound, DirectCall().IsMatch(code));

    private static IEnumerable<(string Path, string Code)> Sources() =>
        new[] { "src/LiqMon", "src/LiqMon.Core", "src/LiqMon.Simulator" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.Path(folder), "*", SearchOption.AllDirectories))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            .Select(path => (Path: Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'), Full: path))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.Full)));

    // A logger implements Log itself; the class of mathematics has a Log too.
    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\s*\(|[lL]og(?:ger)?\.Log\s*\(|LoggerMessage\.Define")]
    private static partial Regex DirectCall();

    [GeneratedRegex(@"[«»]|\b(?:tells?|told|telling|ask(?:s|ed)?|sa(?:y|ys|id))\b", RegexOptions.IgnoreCase)]
    private static partial Regex HouseWords();
}
