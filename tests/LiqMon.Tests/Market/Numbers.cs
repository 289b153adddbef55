using FsCheck;
using FsCheck.Fluent;
using LiqMon.Market;

namespace LiqMon.Tests.Market;

/// <summary>Generators of numbers as venues write them, and a way to run a property that prints its seed on failure.</summary>
internal static class Numbers
{
    /// <summary>Digits of 1 to <paramref name="maxDigits"/> places, any length equally likely.</summary>
    public static Gen<long> Digits(int maxDigits) =>
        from length in Gen.Choose(1, maxDigits)
        from high in Gen.Choose(0, int.MaxValue - 1)
        from low in Gen.Choose(0, int.MaxValue - 1)
        select (((long)high << 31) | (long)low) % Power(length);

    /// <summary>Positive numbers of at most <paramref name="maxDigits"/> digits.</summary>
    public static Gen<ExactNumber> Positive(int maxDigits) =>
        from digits in Digits(maxDigits)
        from scale in Gen.Choose(0, 12)
        select Exact(Math.Max(1, digits), scale);

    public static ExactNumber Exact(long mantissa, int scale)
    {
        Assert.True(ExactNumber.TryParse($"{mantissa}e-{scale}", out var number));
        return number;
    }

    public static long Power(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    public static void Hold<T>(Gen<T> values, Func<T, bool> property, int times = 5_000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(values.ToArbitrary(), property));
}
