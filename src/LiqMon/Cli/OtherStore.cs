using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli;

/// <summary>The store that somebody may have meant: <c>run</c> and <c>demo</c> write to folders of their own, side by side.</summary>
internal static class OtherStore
{
    /// <summary>The folder of <c>run</c> unless settings name another.</summary>
    internal const string OfRun = "liqmon-data";

    /// <summary>The folder of <c>demo</c>.</summary>
    internal const string OfDemo = "liqmon-demo";

    /// <summary>A sentence that names the other store beside one, if there is one; null otherwise.</summary>
    /// <param name="dataDirectory">The folder that was read.</param>
    internal static string? Beside(string dataDirectory)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        var other = Path.GetFileName(folder) switch
        {
            OfRun => OfDemo,
            OfDemo => OfRun,
            _ => null,
        };
        if (other is null || Path.GetDirectoryName(folder) is not { } parent || !File.Exists(Path.Combine(parent, other, EventStore.FileName)))
            return null;
        var named = Path.Combine(Path.GetDirectoryName(dataDirectory) ?? "", other);
        return $"{(other == OfDemo ? "a demo has" : "real venues have")} a store beside it: --data {TerminalText.Of(named)}";
    }
}
