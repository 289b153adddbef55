using LiqMon.Tests.Completeness;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>A list as long as an answer may be is read row by row: no buffer is as large as a part of it. Alone, for the
/// events of the pool count as memory of every thread that rents.</summary>
[Collection(nameof(AloneCollection))]
public sealed class LongListTests
{
    private const int LargestBuffer = 256 << 10;

    /// <summary>Of Bitfinex one row of names is the whole list, at most as many as a row may have.</summary>
    public static TheoryData<string> Venues() =>
        [.. VenueCatalog.All.Select(venue => venue.Profile.Id).Where(id => id != "bitfinex")];

    [Theory]
    [MemberData(nameof(Venues))]
    public void A_long_list_is_read_row_by_row(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var row = $$"""{"note":"{{new string('x', 800)}}"}""";
        var body = id == "dydx"
            ? ListMemoryTests.Repeated("""{"markets":{""", "\"A\":" + row, "}}")
            : ListMemoryTests.InTheListsOf(id, row).First();
        Action read = () =>
        {
            foreach (var request in venue.InstrumentRequests)
                ListMemoryTests.Try(() => venue.ReadInstruments(request, body, new ContractList()));
        };
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, venue.InstrumentRequests.Count * ListMemoryTests.ListBytes / 2);

        using var rented = new RentedBuffers();
        read();
        Assert.InRange(rented.Largest, 1, LargestBuffer);
    }
}
