namespace LiqMon.Dashboard;

/// <summary>Everything the page of reports shows.</summary>
public sealed record ReportsModel
{
    /// <summary>What stands around it.</summary>
    public required FrameModel Frame { get; init; }

    /// <summary>The page's address.</summary>
    public required PageQuery Query { get; init; }

    /// <summary>Weeks to choose from, the newest first.</summary>
    public required IReadOnlyList<string> Weeks { get; init; }

    /// <summary>Formats to choose from.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Reports of the folder.</summary>
    public required PageTable Past { get; init; }
}
