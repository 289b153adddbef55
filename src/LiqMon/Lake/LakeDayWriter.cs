using LiqMon.Completeness;
using LiqMon.Exports;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Lake;

/// <summary>Writes parts of a day from the store, a bounded number of rows at a step.</summary>
/// <param name="reader">The store.</param>
/// <param name="plan">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LakeDayWriter(StoreReader reader, LakePlan plan, TimeProvider time)
{
    private const int RowsPerStep = 8_192;
    private const int ManyRows = 100_000;

    private readonly StoredDays _days = new(reader.Connection);
    private readonly HourSamples _hours = new(reader.Connection);

    /// <summary>Writes a part of a day.</summary>
    /// <param name="day">The day; notes the files.</param>
    /// <param name="part">Which part.</param>
    /// <param name="venues">Of which venues; null for all.</param>
    /// <param name="cancellation">Breaks it off; nothing of it appears then.</param>
    /// <returns>Rows that were read, and files that are new or different.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal async Task<(long Rows, int Files)> WriteAsync(
        LakeDay day, LakePart part, IReadOnlyList<string>? venues, CancellationToken cancellation)
    {
        switch (part)
        {
            case LakePart.Orders:
                var orders = await WriteAsync(day, LakeTable.Liquidations, venues, cancellation).ConfigureAwait(false);
                var minutes = await WriteAsync(day, LakeTable.Minutes, venues, cancellation).ConfigureAwait(false);
                return (orders.Rows + minutes.Rows, orders.Files + minutes.Files);
            case LakePart.OpenInterest:
                return await WriteAsync(day, LakeTable.OpenInterest, venues, cancellation).ConfigureAwait(false);
            case LakePart.Marks:
                return await WriteAsync(day, LakeTable.Marks, venues, cancellation).ConfigureAwait(false);
            default:
                return await WriteAsync(day, LakeTable.Coverage, venues ?? [], cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(long Rows, int Files)> WriteAsync(
        LakeDay day, LakeTable table, IReadOnlyList<string>? venues, CancellationToken cancellation)
    {
        if (IsPast(day, table, venues))
            return (0, 0);
        var isSimulated = reader.State.IsSimulated();
        await using var files = new LakeFiles(venue => LakeFile.Open(plan.Directory, table, day.StartMs, venue, isSimulated, plan.BeforeRename));
        var filter = new LiquidationFilter { FromMs = day.StartMs, ToMs = day.StartMs + UnixTime.DayMs, Venues = venues };
        await (table switch
        {
            LakeTable.Liquidations => ReadAsync(new LiquidationSource(reader, filter, 0), files, cancellation),
            LakeTable.Minutes => ReadAsync(new MinuteSource(reader, filter), files, cancellation),
            LakeTable.Coverage => ReadCoverageAsync(filter, files),
            _ => ReadSamplesAsync(table, filter, files, cancellation),
        }).ConfigureAwait(false);
        await files.FlushAsync(isLast: true, cancellation).ConfigureAwait(false);
        // What was removed while it was read is in the file that is there already, or nowhere any more.
        (long Rows, int Files) written = IsPast(day, table, venues) ? (0, 0) : files.Publish(day, table);
        // The large buffers of as many writers would stay until far more had been written, which is a day later.
        if (written.Rows > ManyRows)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        return written;
    }

    /// <summary>
    /// Whether the store no longer has all of it: then what is written stays, and of orders nothing is written, for their
    /// sum would be wrong. Old samples are fewer, not wrong.
    /// </summary>
    private bool IsPast(LakeDay day, LakeTable table, IReadOnlyList<string>? venues) => table switch
    {
        LakeTable.Liquidations => day.StartMs < _days.RawFromMs(),
        LakeTable.OpenInterest or LakeTable.Marks => day.StartMs < _days.ThinnedMs()
            && (venues is null ? day.Files.Any(file => file.Key.Table == table) : venues.Any(venue => day.File(table, venue) is not null)),
        _ => false,
    };

    private static async Task ReadAsync(IExportSource source, LakeFiles files, CancellationToken cancellation)
    {
        using (source)
        {
            bool more;
            do
            {
                more = source.Next(RowsPerStep, files);
                await files.FlushAsync(isLast: false, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
            }
            while (more);
        }
    }

    private async Task ReadSamplesAsync(LakeTable table, LiquidationFilter filter, LakeFiles files, CancellationToken cancellation)
    {
        var rows = new LakeSamples(reader.Names, filter, files);
        for (var hour = filter.FromMs; hour < filter.ToMs; hour += UnixTime.HourMs)
        {
            if (table == LakeTable.OpenInterest)
                _hours.Read(hour, rows.AddOpenInterest, marks: null);
            else
                _hours.Read(hour, openInterest: null, rows.AddMark);
            await files.FlushAsync(isLast: false, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private Task ReadCoverageAsync(LiquidationFilter filter, LakeFiles files)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var venue in filter.Venues!)
        {
            var rows = files.Rows(venue);
            var feedClass = CoverageSpan.ClassOf(venue) is { } known ? EnumNames.Of(known) : null;
            foreach (var span in CoverageSpan.Of(reader, venue, filter.FromMs, filter.ToMs, nowMs))
                Add(rows, span, feedClass);
        }

        return Task.CompletedTask;
    }

    private static void Add(ParquetTable rows, CoverageSpan span, string? feedClass)
    {
        var deficit = span.Deficit;
        rows.Time(span.FromMs);
        rows.Time(span.ToMs);
        rows.Text((string?)null);
        rows.Text(EnumNames.Of(span.State));
        rows.Text(span.Gap is { } gap ? EnumNames.Of(gap) : deficit is null ? null : EnumNames.Of(deficit.Reason));
        rows.Text(feedClass);
        rows.Text(deficit is { Symbol.Length: > 0 } ? deficit.Symbol : null);
        rows.Count(deficit?.Count);
        rows.Dollars(deficit?.MicroUsd);
        rows.End();
    }
}
