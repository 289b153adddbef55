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
    private const int ListBytes = RestClient.BodyLimit - 1_000;

    /// <summary>A list that is refused is refused before anything is made of it.</summary>
    private const long MostForRefused = 2 << 20;

    public static TheoryData<string> Venues() => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void Small_objects_without_end_take_no_memory(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        foreach (var request in venue.InstrumentRequests.Take(2))
        {
            foreach (var body in (byte[][])[Repeated("[", "{}", "]"), Repeated("""{"a":[""", """{"b":1}""", "]}"), .. InTheListsOf(id)])
                Assert.InRange(Least(() => Read(venue, request, body)), 0, MostForRefused);
        }
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public void Small_rows_of_history_without_end_take_no_memory(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(new SymbolRegistry());
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl");
        foreach (var request in venue.BackfillRequests(FixtureText.Instruments(venue, folder), 1_795_000_000_000, 1_795_000_060_000).Take(2))
        {
            foreach (var body in (byte[][])[Repeated("[", "{}", "]"), Repeated("[", "[]", "]"), Repeated("""{"data":[""", """{"b":1}""", "]}")])
            {
                Assert.InRange(
                    Least(() =>
                    {
                        readings.Clear(1_795_000_070_000);
                        Try(() => venue.ReadBackfill(request, body, 1_795_000_000_000, 1_795_000_060_000, readings));
                    }),
                    0, MostForRefused);
            }
        }
    }

    /// <summary>The sound lists of a venue, with small objects before the first row until they are as large as may be.</summary>
    private static IEnumerable<byte[]> InTheListsOf(string id) =>
        from list in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"))
        let rows = list.IndexOf("[{", StringComparison.Ordinal)
        where rows >= 0
        select Repeated(list[..(rows + 1)], "{}", "," + list[(rows + 1)..]);

    private static byte[] Repeated(string head, string row, string tail)
    {
        var body = new StringBuilder(head, ListBytes).Append(row);
        while (body.Length + row.Length + 1 + tail.Length < ListBytes)
            body.Append(',').Append(row);
        return Encoding.UTF8.GetBytes(body.Append(tail).ToString());
    }

    private static void Read(IVenue venue, RestRequest request, byte[] body) =>
        Try(() => venue.ReadInstruments(request, body, new ContractList()));

    private static void Try(Action read)
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
    /// Bytes that a call allocates, at the least of three runs: a collection that another test causes makes the thread's count
    /// jump by its unused share of memory.
    /// </summary>
    private static long Least(Action call) => Enumerable.Range(0, 3).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
