using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LiqMon.Tests.Reports;

/// <summary>The pixels of a PNG file as browsers write it: eight bits, three or four channels, not interlaced.</summary>
internal sealed class Picture
{
    private readonly byte[] _pixels;
    private readonly int _channels;

    private Picture(int width, int height, int channels, byte[] pixels) => (Width, Height, _channels, _pixels) = (width, height, channels, pixels);

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Red, green and blue of a pixel.</summary>
    internal (byte Red, byte Green, byte Blue) this[int x, int y]
    {
        get
        {
            var at = ((y * Width) + x) * _channels;
            return (_pixels[at], _pixels[at + 1], _pixels[at + 2]);
        }
    }

    internal static Picture Read(ReadOnlySpan<byte> png)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]));
        Assert.Equal((8, 0), (png[24], png[28]));
        var channels = png[25] == 6 ? 4 : 3;
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (Encoding.ASCII.GetString(png.Slice(at + 4, 4)) == "IDAT")
                packed.Write(png.Slice(at + 8, length));
            at += length + 12;
        }

        packed.Position = 0;
        using var raw = new ZLibStream(packed, CompressionMode.Decompress);
        var row = width * channels;
        var pixels = new byte[row * height];
        for (var y = 0; y < height; y++)
        {
            var filter = raw.ReadByte();
            raw.ReadExactly(pixels, y * row, row);
            Unfilter(filter, pixels, y * row, row, channels, isFirst: y == 0);
        }

        return new Picture(width, height, channels, pixels);
    }

    private static void Unfilter(int filter, byte[] pixels, int start, int length, int channels, bool isFirst)
    {
        for (var at = 0; at < length; at++)
        {
            var left = at >= channels ? pixels[start + at - channels] : 0;
            var up = isFirst ? 0 : pixels[start + at - length];
            var corner = isFirst || at < channels ? 0 : pixels[start + at - length - channels];
            pixels[start + at] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
