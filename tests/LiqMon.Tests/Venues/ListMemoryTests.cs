using System.Text;
using System.Text.Json;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>
/// A list as large as an answer may be takes memory by its bytes, not by how many values are in them: a list of empty
/// objects once took 734 MiB.
/// </summary>
public sealed class ListMemoryTests
{
    internal const int ListBytes = RestClient.BodyLimit - 1_000;

    /// <summary>A list that is refused is refused before anything is made of it.</summary>
    private const long MostForRefused = 2 << 20;

    private const long FromMs = 1_795_000_000_000;
    private const long ToMs = FromMs + 60_000;

    public static TheoryData<string> Venues() => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    private static readonly byte[][] Lists = [Repeated("[", "{}", "]"), Repeated("""{"data":[""", """{"b":1}""", "]}")];

    [Theory]
    [MemberData(nameof(Venues))]
    public void Small_objects_without_end_take_no_memory(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var request = venue.InstrumentRequests[0];
        foreach (var body in (byte[][])[.. Lists, .. InTheListsOf(id).Take(1)])
            AssertFrugal(() => Try(() => venue.ReadInstruments(request, body, new ContractList())));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void Small_rows_of_history_without_end_take_no_memory(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var contracts = FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"));
        foreach (var request in venue.BackfillRequests(contracts, FromMs, ToMs).Take(1))
        {
            foreach (var body in Lists)
                AssertFrugal(() => Try(() => venue.ReadBackfill(request, body, FromMs, ToMs, new FrameReadings(new SymbolRegistry()))));
        }
    }

    /// <summary>The sound lists of a venue, with small objects before the first row until they are as large as may be.</summary>
    internal static IEnumerable<byte[]> InTheListsOf(string id, string row = "{}") =>
        from list in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"))
        let rows = list.IndexOf("[{", StringComparison.Ordinal)
        where rows >= 0
        select Repeated(list[..(rows + 1)], row, "," + list[(rows + 1)..]);

    internal static byte[] Repeated(string head, string row, string tail)
    {
        var body = new StringBuilder(head, ListBytes).Append(row);
        while (body.Length + row.Length + 1 + tail.Length < ListBytes)
            body.Append(',').Append(row);
        return Encoding.UTF8.GetBytes(body.Append(tail).ToString());
    }

    internal static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (JsonException)
        {
            // Refused.
        }
    }

    /// <summary>
    /// One run of three is enough: a collection that another test causes makes the thread's count jump by its unused share of
    /// memory.
    /// </summary>
    private static void AssertFrugal(Action call)
    {
        var allocated = long.MaxValue;
        for (var run = 0; run < 3 && allocated > MostForRefused; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(allocated, 0, MostForRefused);
    }
}
