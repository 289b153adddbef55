using System.IO.Compression;
using System.Text;
using LiqMon.Simulator;

namespace LiqMon.Tests.Simulator;

public sealed class CompressionTests
{
    [Fact]
    public void A_compressing_venue_sends_gzip_in_binary_messages()
    {
        var host = new VenueHost(new PackingVenue(), new SimulationLedger(1), TimeProvider.System);
        var frame = host.Frame("""{"op":"ping"}"""u8.ToArray(), isData: true, []);
        Assert.True(frame.IsBinary);
        using var unpacked = new StreamReader(
            new GZipStream(new MemoryStream(frame.Body.ToArray()), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal("""{"op":"ping"}""", unpacked.ReadToEnd());
    }

    private sealed class PackingVenue : ISimulatedVenue
    {
        public string Id => "packing";

        public IReadOnlyList<TradedInstrument> Instruments => [];

        public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

        public bool Compresses => true;

        public bool Serves(ClientRequest request) => false;

        public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException();

        public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs) => [];

        public void Publish(MarketMoment moment, IPublisher publisher)
        {
            // Has no streams.
        }

        public RestAnswer? Answer(ClientRequest request, long nowMs) => null;
    }
}
