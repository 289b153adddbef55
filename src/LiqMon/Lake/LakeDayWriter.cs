using LiqMon.Exports;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;
using LiqMon.Venues;

namespace LiqMon.Lake;

/// <summary>Writes parts of a day from the store, a bounded number of rows at a step.</summary>
/// <param name="reader">The store.</param>
/// <param name="plan">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LakeDayWriter(StoreReader reader, LakePlan plan, TimeProvider time)
{
    private const int RowsPerStep = 8_192;

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
        return IsPast(day, table, venues) ? (0, 0) : files.Publish(day, table);
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
        foreach (var coverage in reader.Coverage.OfVenues(filter.Venues!, filter.FromMs, filter.ToMs, nowMs))
        {
            var rows = files.Rows(coverage.Venue);
            var feedClass = VenueCatalog.Find(coverage.Venue) is { } venue ? EnumNames.Of(venue.Profile.FeedClass) : null;
            var at = filter.FromMs;
            foreach (var gap in coverage.Gaps)
            {
                Add(rows, at, gap.FromMs, "proven", null, feedClass);
                Add(rows, gap.FromMs, gap.ToMs, "gap", EnumNames.Of(gap.Reason), feedClass);
                at = gap.ToMs;
            }

            Add(rows, at, filter.ToMs, "proven", null, feedClass);
            foreach (var deficit in reader.Coverage.Deficits([coverage.Venue], filter.FromMs, filter.ToMs))
                Add(rows, deficit, feedClass);
        }

        return Task.CompletedTask;
    }

    private static void Add(ParquetTable rows, long fromMs, long toMs, string state, string? reason, string? feedClass)
    {
        if (fromMs < toMs)
            Add(rows, fromMs, toMs, state, reason, feedClass, null, null, null);
    }

    private static void Add(ParquetTable rows, StoredDeficit deficit, string? feedClass) => Add(
        rows, deficit.FromMs, deficit.ToMs, "deficit", EnumNames.Of(deficit.Reason), feedClass,
        deficit.Symbol.Length == 0 ? null : deficit.Symbol, deficit.Count, deficit.MicroUsd);

    private static void Add(
        ParquetTable rows, long fromMs, long toMs, string state, string? reason, string? feedClass, string? symbol, long? orders, long? microUsd)
    {
        rows.Time(fromMs);
        rows.Time(toMs);
        rows.Text((string?)null);
        rows.Text(state);
        rows.Text(reason);
        rows.Text(feedClass);
        rows.Text(symbol);
        rows.Count(orders);
        rows.Dollars(microUsd);
        rows.End();
    }
}
