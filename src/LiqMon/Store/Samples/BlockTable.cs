using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// The table of packed samples, a block for each contract and hour. Of a contract and hour there is either a block or rows,
/// never both. The key is the number of the hour since 1970 times 2^32 and the contract's number: one hour of all contracts lies
/// together, in the order in which it is packed.
/// </summary>
internal sealed class BlockTable(Database database)
{
    private const int HourShift = 32;
    private const long MostHours = 1L << 30;

    private readonly SampleUnpacker _unpacker = new();

    /// <summary>
    /// The samples of a contract and hour, until the next block is read; null when they are not packed. A damaged block has
    /// none; see <see cref="IsDamaged"/>.
    /// </summary>
    internal SampleUnpacker? Find(long hourMs, int instrument, SampleParts parts)
    {
        using var rows = database.Prepare("SELECT samples FROM sample_block WHERE id = ?1").Bind(1, Key(hourMs, instrument)).Query();
        if (!rows.Step())
            return null;
        IsDamaged = !_unpacker.TryRead(rows.Blob(0), hourMs, parts);
        return _unpacker;
    }

    /// <summary>Whether the block that was read last is damaged.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Bytes of the block that <see cref="Each"/> read last.</summary>
    internal int Length { get; private set; }

    /// <summary>Reads the blocks of an hour by contract.</summary>
    /// <param name="hourMs">Start of the hour.</param>
    /// <param name="from">Number of the first contract.</param>
    /// <param name="parts">What is needed of them.</param>
    /// <param name="take">Receives the contract and its samples, and returns whether more are wanted.</param>
    internal void Each(long hourMs, int from, SampleParts parts, Func<int, SampleUnpacker, bool> take)
    {
        using var rows = database.Prepare("SELECT id, samples FROM sample_block WHERE id >= ?1 AND id < ?2 ORDER BY id")
            .Bind(1, Key(hourMs, from)).Bind(2, Key(hourMs + UnixTime.HourMs, 0)).Query();
        while (rows.Step())
        {
            var bytes = rows.Blob(1);
            Length = bytes.Length;
            IsDamaged = !_unpacker.TryRead(bytes, hourMs, parts);
            if (!take(unchecked((int)rows.Integer(0)), _unpacker))
                return;
        }
    }

    /// <summary>The bytes of a block.</summary>
    internal byte[] Bytes(long hourMs, int instrument)
    {
        using var rows = database.Prepare("SELECT samples FROM sample_block WHERE id = ?1").Bind(1, Key(hourMs, instrument)).Query();
        return rows.Step() ? rows.Blob(0).ToArray() : [];
    }

    /// <summary>The newest hour with a block that begins before a moment.</summary>
    internal long? LastHour(long beforeMs) => Hour("SELECT max(id) FROM sample_block WHERE id < ?1", beforeMs);

    /// <summary>The oldest hour with a block that begins at a moment or later.</summary>
    internal long? FirstHour(long fromMs) => Hour("SELECT min(id) FROM sample_block WHERE id >= ?1", fromMs);

    internal void Insert(long hourMs, int instrument, ReadOnlySpan<byte> samples) =>
        Run(database.Prepare("INSERT INTO sample_block(id, samples) VALUES (?1, ?2)").Bind(1, Key(hourMs, instrument)).Bind(2, samples));

    internal void Replace(long hourMs, int instrument, ReadOnlySpan<byte> samples) =>
        Run(database.Prepare("UPDATE sample_block SET samples = ?2 WHERE id = ?1").Bind(1, Key(hourMs, instrument)).Bind(2, samples));

    internal void Remove(long hourMs, int instrument) =>
        Run(database.Prepare("DELETE FROM sample_block WHERE id = ?1").Bind(1, Key(hourMs, instrument)));

    // Who remembers blocks over several views looks at this number.
    private void Run(Statement change)
    {
        change.Run();
        database.Prepare("UPDATE state SET block_changes = block_changes + 1").Run();
    }

    private long? Hour(string sql, long timeMs)
    {
        using var rows = database.Prepare(sql).Bind(1, Number(UnixTime.Ceiling(Math.Clamp(timeMs, -MostHours * UnixTime.HourMs, MostHours * UnixTime.HourMs), UnixTime.HourMs)) << HourShift).Query();
        return rows.Step() && rows.IntegerOrNull(0) is { } key ? (key >> HourShift) * UnixTime.HourMs : null;
    }

    private static long Key(long hourMs, int instrument) => (Number(hourMs) << HourShift) + instrument;

    private static long Number(long hourMs) => Math.Clamp(hourMs / UnixTime.HourMs, -MostHours, MostHours);
}
