using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Exports;

/// <summary>Takes rows from the store to an output, a bounded number at a time.</summary>
internal static class ExportRun
{
    // A few megabytes of text: large enough for the disk, small enough to stop at once.
    private const int RowsPerStep = 8_192;

    /// <summary>The columns of a kind, in their order.</summary>
    internal static IReadOnlyList<ExportColumn> SchemaOf(ExportKind kind) => kind switch
    {
        ExportKind.Minutes => MinuteSource.Schema,
        ExportKind.Oi => OpenInterestSource.Schema,
        ExportKind.Cascades => CascadeSource.Schema,
        _ => LiquidationSource.Schema,
    };

    /// <summary>The names of the columns of a kind.</summary>
    internal static IReadOnlyList<string> ColumnsOf(ExportKind kind) => [.. SchemaOf(kind).Select(column => column.Name)];

    /// <summary>Runs to the end of the rows, or of the reader of a pipe.</summary>
    /// <param name="reader">The store.</param>
    /// <param name="kind">What.</param>
    /// <param name="question">Of which span, assets and venues.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="output">Where it goes; complete when this returns.</param>
    /// <param name="progress">Hears how many rows there are so far.</param>
    /// <param name="cancellation">Ends it; a file does not appear then.</param>
    /// <returns>Rows written; null when the reader of a pipe had enough: how many it read nobody knows.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    internal static async Task<long?> RunAsync(
        StoreReader reader, ExportKind kind, SpanQuery question, ExportFormat format, ExportOutput output,
        Action<long> progress, CancellationToken cancellation)
    {
        await using IRowEncoder rows = format == ExportFormat.Parquet
            ? new ParquetTable(SchemaOf(kind), ParquetTable.Metadata(EnumNames.Of(kind), reader.State.IsSimulated()))
            : new RowWriter(format, ColumnsOf(kind));
        using var source = Open(reader, kind, question.Filter, question.MinUsd);
        rows.Heading();
        bool more;
        do
        {
            more = source.Next(RowsPerStep, rows);
            await rows.FlushAsync(!more, cancellation).ConfigureAwait(false);
            if (!await output.WriteAsync(rows.Written, cancellation).ConfigureAwait(false))
                return null;
            rows.Clear();
            cancellation.ThrowIfCancellationRequested();
            progress(rows.Rows);
        }
        while (more);
        await output.CompleteAsync().ConfigureAwait(false);
        return rows.Rows;
    }

    /// <summary>The rows of a kind.</summary>
    internal static IExportSource Open(StoreReader reader, ExportKind kind, LiquidationFilter filter, decimal minUsd) => kind switch
    {
        ExportKind.Minutes => new MinuteSource(reader, filter),
        ExportKind.Oi => new OpenInterestSource(reader, filter),
        ExportKind.Cascades => new CascadeSource(reader, filter, minUsd),
        _ => new LiquidationSource(reader, filter, minUsd),
    };
}
