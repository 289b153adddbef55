using Parquet;
using Parquet.Schema;

namespace LiqMon.Exports;

/// <summary>
/// One Parquet file: typed columns, compressed with zstd. Rows are held until a row group is full, then written column by
/// column; so the memory of a file does not grow with its rows. The same rows always make the same bytes.
/// </summary>
internal sealed class ParquetTable : IRowEncoder
{
    /// <summary>Rows of a group, at least: enough for an engine to skip and to compress, and a few megabytes.</summary>
    internal const int GroupRows = 65_536;

    private readonly ParquetColumn?[] _columns;
    private readonly ParquetOptions _options;
    private readonly ParquetBuffer _bytes = new();
    private readonly IReadOnlyDictionary<string, string> _metadata;
    private readonly int _groupRows;
    private ParquetWriter? _writer;
    private int _at;
    private int _held;

    /// <param name="columns">The columns of the rows.</param>
    /// <param name="metadata">What the file says about itself.</param>
    /// <param name="without">A column that is not written, because the path has it.</param>
    /// <param name="groupRows">Rows of a group, at least.</param>
    internal ParquetTable(
        IReadOnlyList<ExportColumn> columns, IReadOnlyDictionary<string, string> metadata, string? without = null, int groupRows = GroupRows)
    {
        _columns = [.. columns.Select(column => column.Name == without ? null : ParquetColumn.Of(column))];
        _options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = System.IO.Compression.CompressionLevel.Fastest };
        // Only of these: to look for equal ones among identities costs more than all the rest.
        foreach (var column in columns.Where(column => column.Kind == CellKind.Text))
            _options.ColumnEncodingHints[column.Name] = EncodingHint.Dictionary;
        _metadata = metadata;
        _groupRows = groupRows;
    }

    /// <inheritdoc/>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Written => _bytes.Written;

    /// <summary>What a file of a table says about itself.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="isSimulated">Whether its rows are made up by simulated venues.</param>
    internal static Dictionary<string, string> Metadata(string table, bool isSimulated) => new(StringComparer.Ordinal)
    {
        ["liqmon.table"] = table,
        ["liqmon.schema"] = "1",
        ["liqmon.simulated"] = isSimulated ? "true" : "false",
    };

    /// <inheritdoc/>
    public void Clear() => _bytes.Clear();

    /// <inheritdoc/>
    public void Heading()
    {
        // The names of the columns stand at the end of the file.
    }

    /// <inheritdoc/>
    public void Text(CellText text) => Text(text.Text);

    /// <summary>A text that may be missing.</summary>
    internal void Text(string? text) => Next()?.Add(text);

    /// <inheritdoc/>
    public void Texts(IReadOnlyList<string> texts) => Text(string.Join(' ', texts));

    /// <inheritdoc/>
    public void Time(long ms) => Next()?.Add(ms);

    /// <summary>A time that may be missing.</summary>
    internal void Time(long? ms) => Next()?.Add(ms);

    /// <inheritdoc/>
    public void Dollars(long microUsd) => Next()?.Add(microUsd);

    /// <summary>Dollars that may be missing.</summary>
    internal void Dollars(long? microUsd) => Next()?.Add(microUsd);

    /// <inheritdoc/>
    public void Dollars(Int128 microUsd) => Next()?.Add((long)Int128.Clamp(microUsd, long.MinValue, long.MaxValue));

    /// <inheritdoc/>
    public void Dollars(double? usd) => Next()?.Add(usd);

    /// <inheritdoc/>
    public void Number(double? number) => Next()?.Add(number);

    /// <inheritdoc/>
    public void Truth(bool value) => Next()?.Add(value ? 1 : 0);

    /// <inheritdoc/>
    public void Count(long number) => Next()?.Add(number);

    /// <summary>A whole number that may be missing.</summary>
    internal void Count(long? number) => Next()?.Add(number);

    /// <inheritdoc/>
    public void Identity(ulong identity) => Next()?.Add(unchecked((long)identity));

    /// <inheritdoc/>
    public void End()
    {
        if (_at != _columns.Length)
            throw new InvalidOperationException($"A row has {_at} cells; the table has {_columns.Length} columns.");
        _at = 0;
        _held++;
        Rows++;
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(bool isLast, CancellationToken cancellation)
    {
        if (_held >= _groupRows || (isLast && _held > 0))
        {
            var writer = await WriterAsync(cancellation).ConfigureAwait(false);
            using var group = writer.CreateRowGroup();
            foreach (var column in _columns)
            {
                if (column is not null)
                    await column.WriteAsync(group, cancellation).ConfigureAwait(false);
            }

            _held = 0;
        }

        if (isLast)
        {
            var writer = await WriterAsync(cancellation).ConfigureAwait(false);
            _writer = null;
            await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        foreach (var column in _columns)
            column?.Dispose();
        _bytes.Dispose();
    }

    private ParquetColumn? Next() => _columns[_at++];

    private async ValueTask<ParquetWriter> WriterAsync(CancellationToken cancellation)
    {
        if (_writer is not null)
            return _writer;
        var schema = new ParquetSchema([.. _columns.OfType<ParquetColumn>().Select(column => column.Field)]);
        _writer = await ParquetWriter.CreateAsync(schema, _bytes, _options, append: false, cancellation).ConfigureAwait(false);
        _writer.CustomMetadata = _metadata;
        return _writer;
    }
}
