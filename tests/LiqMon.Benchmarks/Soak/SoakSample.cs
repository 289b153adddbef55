using System.Globalization;

namespace LiqMon.Benchmarks.Soak;

/// <summary>What is seen of the running program at one moment.</summary>
internal sealed record SoakSample
{
    private const double MiB = 1 << 20;

    /// <summary>The line above those of the samples.</summary>
    public const string Header =
        "minute  memory MiB  heap MiB  handles  threads  store MiB  wal MiB  read     stored   duplicates  written  ledger   lag s  reconnects";

    /// <summary>Time since the market began to move.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Resident memory, bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Managed heap after the last collection, bytes.</summary>
    public required long Heap { get; init; }

    /// <summary>Open files, sockets and pipes.</summary>
    public required int Handles { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Size of the database file, bytes.</summary>
    public required long Store { get; init; }

    /// <summary>Size of the write-ahead log, bytes.</summary>
    public required long Wal { get; init; }

    /// <summary>Liquidations read from frames and answers.</summary>
    public required double Read { get; init; }

    /// <summary>Liquidations that were new.</summary>
    public required double Stored { get; init; }

    /// <summary>Liquidations that the store had already.</summary>
    public required double Duplicates { get; init; }

    /// <summary>Liquidations in InfluxDB; null without it.</summary>
    public required long? Written { get; init; }

    /// <summary>Orders that the simulator has delivered.</summary>
    public required long Ledger { get; init; }

    /// <summary>Age of the oldest commit that InfluxDB does not have yet, seconds.</summary>
    public required double Lag { get; init; }

    /// <summary>Living connections lost.</summary>
    public required double Reconnects { get; init; }

    /// <summary>One line of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalMinutes,6:0.0}  {Memory / MiB,10:0.0}  {Heap / MiB,8:0.0}  {Handles,7}  {Threads,7}  {Store / MiB,9:0.0}  {Wal / MiB,7:0.0}  {Read,-7:0}  {Stored,-7:0}  {Duplicates,-10:0}  {Written,-7}  {Ledger,-7}  {Lag,5:0.0}  {Reconnects,10:0}");
}
