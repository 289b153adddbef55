namespace LiqMon.Exports;

/// <summary>What can be exported.</summary>
public enum ExportKind
{
    /// <summary>Single liquidations.</summary>
    Liquidations,

    /// <summary>Totals of each minute, venue, asset and side.</summary>
    Minutes,

    /// <summary>Samples of open interest.</summary>
    Oi,

    /// <summary>Bursts of one-sided liquidations.</summary>
    Cascades,
}

/// <summary>How an export is written.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180 with a heading, UTF-8 without a mark.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Ndjson,

    /// <summary>Apache Parquet with typed columns, compressed with zstd.</summary>
    Parquet,
}
