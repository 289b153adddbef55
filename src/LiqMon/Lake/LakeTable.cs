using LiqMon.Exports;
using LiqMon.Text;

namespace LiqMon.Lake;

/// <summary>A table of the lake: a folder of the same name, in it one for each day, in that one for each venue.</summary>
internal enum LakeTable
{
    /// <summary>Single liquidations.</summary>
    Liquidations,

    /// <summary>Their sums by minute, asset and side.</summary>
    Minutes,

    /// <summary>Samples of open interest.</summary>
    OpenInterest,

    /// <summary>Samples of prices and funding rates.</summary>
    Marks,

    /// <summary>What of the day was proven, and what is missing.</summary>
    Coverage,
}

/// <summary>Tables that change together, and are read from the store together.</summary>
internal enum LakePart
{
    /// <summary>Liquidations and minutes.</summary>
    Orders,

    /// <summary>Open interest.</summary>
    OpenInterest,

    /// <summary>Prices.</summary>
    Marks,

    /// <summary>Coverage.</summary>
    Coverage,
}

/// <summary>The columns of the tables. The venue is in the path and not in the files.</summary>
internal static class LakeSchema
{
    /// <summary>The column that the path has instead of the files.</summary>
    internal const string InPath = "venue";

    /// <summary>The columns of a table, with the venue.</summary>
    internal static IReadOnlyList<ExportColumn> Of(LakeTable table) => table switch
    {
        LakeTable.Liquidations => LiquidationSource.Schema,
        LakeTable.Minutes => MinuteSource.Schema,
        LakeTable.OpenInterest => OpenInterestSource.Schema,
        LakeTable.Marks => Marks,
        LakeTable.Coverage => Coverage,
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    /// <summary>The path of a file below the lake's folder.</summary>
    internal static string PathOf(LakeTable table, long dayMs, string venue) => Path.Combine(
        EnumNames.Of(table), $"dt={LakeDay.NameOf(dayMs)}", $"venue={venue}", LakeFile.Name);

    private static readonly ExportColumn[] Marks =
    [
        new("time", CellKind.Time), new(InPath, CellKind.Text), new("symbol", CellKind.Text), new("asset", CellKind.Text),
        new("mark", CellKind.Number, true), new("index", CellKind.Number, true), new("funding_rate", CellKind.Number, true),
        new("next_funding", CellKind.Time, true),
    ];

    private static readonly ExportColumn[] Coverage =
    [
        new("start", CellKind.Time), new("end", CellKind.Time), new(InPath, CellKind.Text), new("state", CellKind.Text),
        new("reason", CellKind.Text, true), new("class", CellKind.Text, true), new("symbol", CellKind.Text, true),
        new("orders", CellKind.Count, true), new("usd", CellKind.Dollars, true),
    ];
}
