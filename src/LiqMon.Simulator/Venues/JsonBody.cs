using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Builds JSON messages without reflection, reusing one writer per thread.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? spare;

    /// <summary>The bytes of what the function writes.</summary>
    public static byte[] Of<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var (buffer, writer) = spare ?? Create();
        // Taken while in use, so that building one message inside another stays right.
        spare = null;
        write(writer, state);
        writer.Flush();
        var body = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        spare = (buffer, writer);
        return body;
    }

    /// <summary>Writes a decimal as a JSON string with the scale it has.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, default, null);
        writer.WriteString(name, text[..length]);
    }

    /// <summary>Writes an integer as a JSON string.</summary>
    public static void WriteText(this Utf8JsonWriter writer, string name, long value)
    {
        Span<byte> text = stackalloc byte[24];
        value.TryFormat(text, out var length, default, null);
        writer.WriteString(name, text[..length]);
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Relaxed));
    }
}
