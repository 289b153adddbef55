using LiqMon.Simulator;
using LiqMon.Store;

namespace LiqMon.Benchmarks.Soak;

/// <summary>
/// Compares each minute of each venue with the ledger, after it has ended. A minute that is covered holds every order that
/// was delivered; no minute holds more than happened.
/// </summary>
/// <param name="ledger">What happened.</param>
/// <param name="venues">Venues that publish liquidations.</param>
/// <param name="data">Folder of the store.</param>
internal sealed class Conservation(SimulationLedger ledger, IReadOnlyList<string> venues, string data)
{
    private const long MinuteMs = 60_000;

    /// <summary>How long a polled venue, a busy machine and a commit may take.</summary>
    private const long SettleMs = 60_000;

    /// <summary>After so long what is missing is lost.</summary>
    private const long LostAfterMs = 600_000;

    private readonly List<(string Venue, long FromMs)> _open = [];
    private long _nextMs = long.MinValue;

    /// <summary>Minutes of venues that are equal to the ledger.</summary>
    public int Equal { get; private set; }

    /// <summary>Of these, minutes that hold more than was delivered: history brought what nobody was there to receive.</summary>
    public int Repaired { get; private set; }

    /// <summary>Minutes of venues that hold less than happened and are not covered throughout.</summary>
    public int InGaps { get; private set; }

    /// <summary>Minutes of venues that are still to be settled.</summary>
    public int Open => _open.Count;

    /// <summary>What is wrong, one line each.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Compares what is due.</summary>
    /// <param name="startMs">Since when all venues were live, Unix milliseconds.</param>
    /// <param name="nowMs">Now.</param>
    /// <param name="isLast">Nothing more will come: what is open is decided.</param>
    public void Check(long startMs, long nowMs, bool isLast)
    {
        if (_nextMs == long.MinValue)
            _nextMs = startMs / MinuteMs * MinuteMs;
        for (; _nextMs + MinuteMs + (isLast ? 0 : SettleMs) <= nowMs; _nextMs += MinuteMs)
        {
            foreach (var venue in venues)
                _open.Add((venue, _nextMs));
        }

        using var reader = StoreReader.Open(data);
        _open.RemoveAll(minute => IsSettled(reader, minute.Venue, minute.FromMs, nowMs, isLast));
    }

    private bool IsSettled(StoreReader reader, string venue, long fromMs, long nowMs, bool isLast)
    {
        var (sent, toMs) = (ledger.Totals(null, venue, fromMs, fromMs + MinuteMs), fromMs + MinuteMs);
        var stored = reader.Liquidations.Totals(new LiquidationFilter { Venues = [venue], FromMs = fromMs, ToMs = toMs, IncludeTraditional = true });
        var (orders, micro) = (stored.LongOrders + stored.ShortOrders, stored.LongMicroUsd + stored.ShortMicroUsd);
        var (delivered, deliveredMicro) = (sent.LongOrders + sent.ShortOrders, (Int128)sent.LongMicroUsd + sent.ShortMicroUsd);
        if ((orders, micro, stored.LongOrders) == (delivered, deliveredMicro, sent.LongOrders))
        {
            Equal++;
            return true;
        }

        // History brings what nobody was there to receive.
        var (most, mostMicro) = (delivered + sent.UndeliveredOrders, deliveredMicro + sent.UndeliveredMicroUsd);
        if (orders > most || micro > mostMicro)
        {
            Violations.Add($"{venue}, minute {Text(fromMs)}: {orders} orders and {micro} µUSD are stored, only {most} and {mostMicro} happened");
            return true;
        }

        if (orders >= delivered && micro >= deliveredMicro)
        {
            Equal++;
            Repaired++;
            return true;
        }

        if (!isLast && nowMs < toMs + LostAfterMs)
            return false;
        if (reader.Coverage.OfVenues([venue], fromMs, toMs, nowMs).Single().Share >= 1)
            Violations.Add($"{venue}, minute {Text(fromMs)}: covered, but {orders} orders are stored of {delivered}");
        else
            InGaps++;
        return true;
    }

    private static string Text(long ms) => FormattableString.Invariant($"{DateTimeOffset.FromUnixTimeMilliseconds(ms):HH:mm}");
}
