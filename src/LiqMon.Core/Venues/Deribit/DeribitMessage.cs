using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Venues;

/// <summary>The fields of one JSON-RPC message of Deribit: their order is the venue's affair.</summary>
internal ref struct DeribitMessage
{
    public ReadOnlySpan<byte> Method, Channel, Type, Code, Words;
    public int? Id;
    public bool IsObject, HasResult, HasError;
    public Utf8JsonReader Result, Data;

    /// <summary>Reads the envelope; what is inside is left to the caller, who knows the channel or the call.</summary>
    public static DeribitMessage Open(ReadOnlySpan<byte> frame)
    {
        var message = default(DeribitMessage);
        var reader = Utf8JsonReaderExtensions.Open(frame);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return message;
        message.IsObject = true;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("method"u8): message.Method = reader.Text(); break;
                case var _ when name.SequenceEqual("id"u8):
                    message.Id = reader.MessageId();
                    break;
                case var _ when name.SequenceEqual("params"u8): ReadParameters(ref reader, ref message); break;
                case var _ when name.SequenceEqual("error"u8): ReadError(ref reader, ref message); break;
                case var _ when name.SequenceEqual("result"u8):
                    message.Result = reader;
                    message.HasResult = true;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        return message;
    }

    private static void ReadParameters(scoped ref Utf8JsonReader reader, ref DeribitMessage message)
    {
        if (!reader.Enters(JsonTokenType.StartObject))
            return;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("channel"u8))
            {
                message.Channel = reader.Text();
            }
            else if (name.SequenceEqual("type"u8))
            {
                message.Type = reader.Text();
            }
            else
            {
                if (name.SequenceEqual("data"u8))
                    message.Data = reader;
                reader.SkipNested();
            }
        }
    }

    private static void ReadError(scoped ref Utf8JsonReader reader, ref DeribitMessage message)
    {
        message.HasError = true;
        if (!reader.Enters(JsonTokenType.StartObject))
            return;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("code"u8))
                message.Code = reader.Id();
            else if (name.SequenceEqual("message"u8))
                message.Words = reader.Text();
            else
                reader.SkipNested();
        }
    }
}
