using System.Globalization;
using System.Runtime.CompilerServices;

namespace LiqMon.Market;

/// <summary>
/// A decimal number exactly as a venue wrote it: <see cref="Mantissa"/> / 10^<see cref="Scale"/>.
/// At most 18 significant digits are kept; a longer fraction is cut off, a longer whole part is not a number here.
/// </summary>
public readonly record struct ExactNumber
{
    private const int MaxDigits = 18;
    private const long LargestMantissa = 999_999_999_999_999_999;

    // Arrays, because a span over constants costs an object per use wherever the compiler does not optimise.
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    private static readonly long[] LongPowers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    private ExactNumber(long mantissa, byte scale)
    {
        Mantissa = mantissa;
        Scale = scale;
    }

    /// <summary>All digits as one integer, with the sign.</summary>
    public long Mantissa { get; }

    /// <summary>How many of the digits stand behind the decimal point, 0 to 18, without trailing zeros.</summary>
    public byte Scale { get; }

    /// <summary>The number one.</summary>
    public static ExactNumber One => new(1, 0);

    /// <summary>Whether the number is greater than zero.</summary>
    public bool IsPositive => Mantissa > 0;

    /// <summary>An integer as an exact number.</summary>
    public static ExactNumber From(long value) => new(value, 0);

    /// <summary>
    /// Reads plain or exponent notation, the whole span. Returns false for anything else: empty text, NaN, infinity,
    /// hexadecimal, separators, or more than 18 whole digits.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExactNumber number)
    {
        number = default;
        var at = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            at = 1;
        }

        long mantissa = 0;
        int digits = 0, scale = 0, zerosHeld = 0;
        bool anyDigit = false, fraction = false;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9)
            {
                if (text[at] == '.' && !fraction)
                {
                    fraction = true;
                    continue;
                }

                break;
            }

            anyDigit = true;
            if (!fraction)
            {
                if (mantissa != 0 || digit != 0)
                {
                    if (++digits > MaxDigits)
                        return false;
                    mantissa = mantissa * 10 + digit;
                }
            }
            else if (digit == 0)
            {
                zerosHeld++;
            }
            else if (digits + zerosHeld < MaxDigits && scale + zerosHeld < MaxDigits)
            {
                // Zeros inside a fraction count only once another digit follows them: the result carries none at its end.
                for (; zerosHeld > 0; zerosHeld--)
                {
                    mantissa *= 10;
                    scale++;
                    if (mantissa != 0)
                        digits++;
                }

                mantissa = mantissa * 10 + digit;
                scale++;
                digits++;
            }
            else
            {
                zerosHeld = MaxDigits;
            }
        }

        if (!anyDigit)
            return false;
        if (at < text.Length)
            return TryApplyExponent(text[at..], negative ? -mantissa : mantissa, scale, out number);
        number = new ExactNumber(negative ? -mantissa : mantissa, (byte)scale);
        return true;
    }

    /// <summary>The number that a text is; null if it is none. See <see cref="TryParse(ReadOnlySpan{byte}, out ExactNumber)"/>.</summary>
    public static ExactNumber? OrNull(ReadOnlySpan<byte> text) => TryParse(text, out var number) ? number : null;

    /// <summary>Ten to the power of minus a number of 0 to 18.</summary>
    public static ExactNumber TenToMinus(byte places)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, MaxDigits);
        return new(1, places);
    }

    /// <summary>Reads plain or exponent notation from text; see <see cref="TryParse(ReadOnlySpan{byte}, out ExactNumber)"/>.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> bytes = stackalloc byte[64];
        number = default;
        return text.Length <= bytes.Length
            && System.Text.Encoding.UTF8.TryGetBytes(text, bytes, out var written)
            && TryParse(bytes[..written], out number);
    }

    /// <summary>The number times another; what does not fit 18 digits is cut off. False when the whole part does not fit.</summary>
    public bool TryTimes(ExactNumber factor, out ExactNumber product) =>
        TryFit(Math.BigMul(Mantissa, factor.Mantissa), Scale + factor.Scale, out product);

    /// <summary>The number less another; what does not fit 18 digits is cut off. False when the whole part does not fit.</summary>
    public bool TryMinus(ExactNumber other, out ExactNumber difference)
    {
        int scale = Math.Max(Scale, other.Scale);
        return TryFit((Mantissa * Power(scale - Scale)) - (other.Mantissa * Power(scale - other.Scale)), scale, out difference);
    }

    /// <summary>The number without its sign.</summary>
    public ExactNumber Abs() => new(Math.Abs(Mantissa), Scale);

    /// <summary>Half the number, exact unless that takes more than 18 digits.</summary>
    public ExactNumber Half() => TryTimes(new ExactNumber(5, 1), out var half) ? half : default;

    /// <summary>The nearest double. Up to 15 significant digits survive the way there and back.</summary>
    public double ToDouble() => Mantissa / PowersOfTen[Scale];

    /// <summary>The number times 10^6 as an integer, rounded half to even; false when it does not fit.</summary>
    public static bool TryMicros(Int128 mantissa, int scale, out long micros)
    {
        micros = 0;
        Int128 value;
        if (scale <= 6)
        {
            if (mantissa > long.MaxValue || mantissa < long.MinValue)
                return false;
            value = mantissa * Power(6 - scale);
        }
        else
        {
            var drop = scale - 6;
            // 10^39 is more than twice the largest mantissa: whatever is left rounds to zero.
            if (drop > 38)
                return true;
            var divisor = Power(drop);
            // Most products fit 64 bits, where division is many times cheaper.
            if (mantissa <= long.MaxValue && mantissa >= 0 && divisor <= long.MaxValue)
            {
                var (quotient, rest) = Math.DivRem((ulong)mantissa, (ulong)divisor);
                var half = (ulong)divisor / 2;
                value = rest > half || (rest == half && (quotient & 1) == 1) ? quotient + 1 : quotient;
            }
            else
            {
                var (quotient, rest) = Int128.DivRem(mantissa, divisor);
                var half = divisor / 2;
                var magnitude = Int128.Abs(rest);
                var up = magnitude > half || (magnitude == half && !Int128.IsEvenInteger(quotient));
                value = up ? quotient + Int128.Sign(mantissa) : quotient;
            }
        }

        if (value > long.MaxValue || value < long.MinValue)
            return false;
        micros = (long)value;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Math.Abs(Mantissa).ToString(CultureInfo.InvariantCulture);
        if (Scale > 0)
        {
            text = text.PadLeft(Scale + 1, '0');
            text = $"{text[..^Scale]}.{text[^Scale..]}";
        }

        return Mantissa < 0 ? "-" + text : text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Int128 Power(int exponent) => exponent <= 18 ? LongPowers[exponent] : PowerBeyond18(exponent);

    private static Int128 PowerBeyond18(int exponent)
    {
        Int128 power = LongPowers[18];
        for (var i = 18; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static bool TryFit(Int128 mantissa, int scale, out ExactNumber number)
    {
        while (scale > 0 && (mantissa % 10 == 0 || scale > MaxDigits || Int128.Abs(mantissa) > LargestMantissa))
        {
            mantissa /= 10;
            scale--;
        }

        var fits = Int128.Abs(mantissa) <= LargestMantissa;
        number = fits ? new ExactNumber((long)mantissa, (byte)scale) : default;
        return fits;
    }

    private static bool TryApplyExponent(ReadOnlySpan<byte> tail, long mantissa, int scale, out ExactNumber number)
    {
        number = default;
        if (tail[0] is not ((byte)'e' or (byte)'E') || tail.Length is < 2 or > 5)
            return false;
        var negative = tail[1] == '-';
        var start = tail[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        if (start == tail.Length)
            return false;
        var exponent = 0;
        foreach (var character in tail[start..])
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            exponent = exponent * 10 + (character - '0');
        }

        scale += negative ? exponent : -exponent;
        for (; scale < 0; scale++)
        {
            if (Math.Abs(mantissa) > LargestMantissa / 10)
                return false;
            mantissa *= 10;
        }

        for (; scale > MaxDigits || (scale > 0 && mantissa % 10 == 0); scale--)
            mantissa /= 10;
        number = new ExactNumber(mantissa, (byte)scale);
        return true;
    }
}
