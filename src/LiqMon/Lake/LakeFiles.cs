using LiqMon.Exports;

namespace LiqMon.Lake;

/// <summary>The files of one table and day that are being written, one for each venue that has rows. Leads each row to its file.</summary>
internal sealed class LakeFiles(Func<string, LakeFile> open) : IRowWriter, IAsyncDisposable
{
    private readonly Dictionary<string, LakeFile> _files = new(StringComparer.Ordinal);

    /// <summary>The rows of a venue.</summary>
    internal ParquetTable Rows(string venue)
    {
        if (!_files.TryGetValue(venue, out var file))
            _files.Add(venue, file = open(venue));
        return file.Rows;
    }

    /// <inheritdoc/>
    public IRowWriter Of(string venue) => Rows(venue);

    /// <summary>Writes to the disk what fills row groups; at the end all.</summary>
    internal async ValueTask FlushAsync(bool isLast, CancellationToken cancellation)
    {
        foreach (var file in _files.Values)
            await file.FlushAsync(isLast, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives the files their names.</summary>
    /// <param name="day">The day; notes what is written.</param>
    /// <param name="table">The table.</param>
    /// <returns>Rows, and files that are new.</returns>
    internal (long Rows, int Files) Publish(LakeDay day, LakeTable table)
    {
        var (rows, files) = (0L, 0);
        foreach (var (venue, file) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var (state, isNew) = file.Publish(day.File(table, venue));
            rows += state.Rows;
            if (!isNew)
                continue;
            day.Written(table, venue, state);
            files++;
        }

        return (rows, files);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files.Values)
            await file.DisposeAsync().ConfigureAwait(false);
    }

    void IRowWriter.Text(CellText text) => throw NoVenue();

    void IRowWriter.Texts(IReadOnlyList<string> texts) => throw NoVenue();

    void IRowWriter.Time(long ms) => throw NoVenue();

    void IRowWriter.Dollars(long microUsd) => throw NoVenue();

    void IRowWriter.Dollars(Int128 microUsd) => throw NoVenue();

    void IRowWriter.Dollars(double? usd) => throw NoVenue();

    void IRowWriter.Number(double? number) => throw NoVenue();

    void IRowWriter.Truth(bool value) => throw NoVenue();

    void IRowWriter.Count(long number) => throw NoVenue();

    void IRowWriter.Identity(ulong identity) => throw NoVenue();

    void IRowWriter.End() => throw NoVenue();

    private static InvalidOperationException NoVenue() => new("A row goes to the file of its venue.");
}
