using System.Numerics;

namespace LiqMon.Packing;

/// <summary>
/// Whole numbers, packed as what is left of each after a guess: either a constant, or the number before and a step. Both may
/// be guesses of the difference to another column. What is left takes Rice's code: the low bits as they are, and as many ones
/// as the rest.
/// </summary>
internal static class IntegerColumn
{
    /// <summary>As many ones mean that the whole number follows, with its length.</summary>
    private const int MostOnes = 16;

    /// <summary>Stands for a code of no bits: nothing is left of any number.</summary>
    private const int NothingLeft = 63;

    private const int LowBitsField = 6;
    private const int LongestLowBits = 56;

    /// <summary>Finds the guess that takes the fewest bits.</summary>
    /// <param name="values">The numbers, at least one.</param>
    /// <param name="reference">What the reader knows already and may be near them, as many; empty for nothing.</param>
    internal static Plan Prepare(ReadOnlySpan<long> values, ReadOnlySpan<long> reference)
    {
        var own = Cheapest(values.ToArray());
        if (reference.IsEmpty)
            return new(own, null);
        var differences = new long[values.Length];
        for (var i = 0; i < values.Length; i++)
            differences[i] = unchecked(values[i] - reference[i]);
        var referred = Cheapest(differences);
        return referred.Cost < own.Cost ? new(referred, true) : new(own, false);
    }

    /// <summary>Writes numbers by the guess that takes the fewest bits.</summary>
    internal static void Write(BitWriter writer, ReadOnlySpan<long> values, ReadOnlySpan<long> reference)
    {
        if (!values.IsEmpty)
            Prepare(values, reference).Write(writer);
    }

    /// <summary>Reads as many numbers as there is room for.</summary>
    internal static void Read(ref BitReader reader, scoped Span<long> values, scoped ReadOnlySpan<long> reference)
    {
        if (values.IsEmpty)
            return;
        var isReferred = !reference.IsEmpty && reader.Bits(1) == 1;
        var isLinear = reader.Bits(1) == 1;
        var first = reader.Number();
        var step = isLinear ? reader.Number() : 0;
        var lowBits = (int)reader.Bits(LowBitsField);
        var last = unchecked(first - step);
        for (var i = 0; i < values.Length; i++)
        {
            var left = lowBits == NothingLeft || (isLinear && i == 0) ? 0 : Left(ref reader, lowBits);
            var guess = isLinear ? unchecked(last + step) : first;
            last = unchecked(guess + left);
            values[i] = isReferred ? unchecked(last + reference[i]) : last;
        }
    }

    private static long Left(ref BitReader reader, int lowBits)
    {
        var ones = reader.Ones(MostOnes);
        return ones == MostOnes ? reader.Number() : ZigZag.Decode(((ulong)ones << lowBits) | reader.Bits(lowBits));
    }

    private static Guess Cheapest(long[] values)
    {
        var constant = Constant(values);
        var linear = Linear(values);
        return linear.Cost < constant.Cost ? linear : constant;
    }

    private static Guess Constant(long[] values)
    {
        var middle = Median(values);
        return new Guess(false, middle, 0, [.. values.Select(value => unchecked(value - middle))]);
    }

    private static Guess Linear(long[] values)
    {
        if (values.Length == 1)
            return new Guess(true, values[0], 0, []);
        var steps = new long[values.Length - 1];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = unchecked(values[i + 1] - values[i]);
        var step = Median(steps);
        return new Guess(true, values[0], step, [.. steps.Select(one => unchecked(one - step))]);
    }

    private static long Median(long[] values)
    {
        var sorted = (long[])values.Clone();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>How a column will be written.</summary>
    internal readonly struct Plan(Guess guess, bool? isReferred)
    {
        /// <summary>Bits that it takes.</summary>
        internal long Cost => guess.Cost + (isReferred is null ? 0 : 1);

        internal void Write(BitWriter writer)
        {
            if (isReferred is { } known)
                writer.Bits(known ? 1UL : 0, 1);
            guess.Write(writer);
        }
    }

    /// <summary>A guess at numbers, and what is left of them.</summary>
    internal sealed class Guess
    {
        private readonly bool _isLinear;
        private readonly long _first;
        private readonly long _step;
        private readonly long[] _left;
        private readonly int _lowBits;

        internal Guess(bool isLinear, long first, long step, long[] left)
        {
            (_isLinear, _first, _step, _left) = (isLinear, first, step, left);
            var head = 1 + BitWriter.CostOf(first) + (isLinear ? BitWriter.CostOf(step) : 0) + LowBitsField;
            (_lowBits, var cost) = Array.TrueForAll(left, static one => one == 0) ? (NothingLeft, 0L) : BestCode();
            Cost = head + cost;
        }

        /// <summary>Bits that it takes.</summary>
        internal long Cost { get; }

        internal void Write(BitWriter writer)
        {
            writer.Bits(_isLinear ? 1UL : 0, 1);
            writer.Number(_first);
            if (_isLinear)
                writer.Number(_step);
            writer.Bits((ulong)_lowBits, LowBitsField);
            if (_lowBits == NothingLeft)
                return;
            foreach (var one in _left)
            {
                var unsigned = ZigZag.Encode(one);
                if (unsigned >> _lowBits < MostOnes)
                {
                    var ones = (int)(unsigned >> _lowBits);
                    writer.Bits((1UL << (ones + 1)) - 2, ones + 1);
                    writer.Bits(unsigned, _lowBits);
                }
                else
                {
                    writer.Bits((1UL << MostOnes) - 1, MostOnes);
                    writer.Number(one);
                }
            }
        }

        /// <summary>The best count of low bits lies near the length of the middle number, whatever a few others are like.</summary>
        private (int LowBits, long Cost) BestCode()
        {
            Span<int> counts = stackalloc int[65];
            foreach (var one in _left)
                counts[64 - BitOperations.LeadingZeroCount(ZigZag.Encode(one))]++;
            var middle = 0;
            for (var seen = counts[0]; seen <= _left.Length / 2; seen += counts[middle])
                middle++;
            var best = (LowBits: 0, Cost: long.MaxValue);
            for (var lowBits = Math.Max(0, middle - 3); lowBits <= Math.Min(middle + 3, LongestLowBits); lowBits++)
            {
                var cost = 0L;
                foreach (var one in _left)
                {
                    var high = ZigZag.Encode(one) >> lowBits;
                    cost += high < MostOnes ? (int)high + 1 + lowBits : MostOnes + BitWriter.CostOf(one);
                }

                if (cost < best.Cost)
                    best = (lowBits, cost);
            }

            // Where all numbers are long, each is written whole.
            return best.Cost == long.MaxValue ? (0, _left.Sum(static one => (long)MostOnes + BitWriter.CostOf(one))) : best;
        }
    }
}
