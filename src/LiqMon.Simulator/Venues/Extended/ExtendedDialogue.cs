namespace LiqMon.Simulator;

/// <summary>A stream of Extended: nothing to say, and frames numbered without a gap on each connection.</summary>
internal sealed class ExtendedDialogue(string market, IClient client) : IDialogue
{
    private long _sequence;

    public bool Wants(string topic) => topic == market;

    public void Received(string text, IClient client)
    {
        // The venue takes no messages.
    }

    public void Lost(Publication publication) => _sequence++;

    public byte[] Wrap(Publication publication) => JsonBody.Of((publication, NowMs: client.VenueMs, Sequence: ++_sequence), static (json, frame) =>
    {
        json.WriteStartObject();
        json.WriteNumber("ts", frame.NowMs);
        json.WritePropertyName("data");
        json.WriteRawValue(frame.publication.Body, skipInputValidation: true);
        json.WriteNumber("seq", frame.Sequence);
        json.WriteEndObject();
    });
}
