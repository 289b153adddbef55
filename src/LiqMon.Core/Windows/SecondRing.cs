using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// The liquidations of the last 24 hours, summed by second, series and side. Cells come from one pool that grows to the
/// busiest day seen, a chunk at a time, and is then reused, so adding and dropping allocate nothing. A cell takes 16 bytes:
/// a day of a million orders takes 16 MB at most.
/// </summary>
internal sealed class SecondRing
{
    public const int Seconds = 86_400;

    /// <summary>How many cells of a second are searched for one to add to; a busier second just gets more cells.</summary>
    private const int Searched = 8;

    // 64 KiB: small enough not to be a large object.
    private const int ChunkBits = 12;
    private const int ChunkCells = 1 << ChunkBits;

    private readonly int[] _heads = new int[Seconds];
    private readonly List<Cell[]> _chunks = [];
    private int _free = -1;
    private int _used;

    public SecondRing() => Array.Fill(_heads, -1);

    /// <summary>First cell of a second, or −1.</summary>
    public int First(long second) => _heads[Slot(second)];

    public ref Cell this[int index] => ref _chunks[index >> ChunkBits][index & (ChunkCells - 1)];

    /// <summary>Adds to a second.</summary>
    /// <param name="second">The second, since 1970.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="side">The side.</param>
    /// <param name="microUsd">Dollars × 1,000,000.</param>
    /// <param name="orders">How many orders.</param>
    public void Add(long second, int series, LiquidatedSide side, long microUsd, int orders)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(series, Cell.MostSeries);
        for (; orders > Cell.MostOrders; orders -= Cell.MostOrders)
            AddPart(second, new Cell(series, side, 0, Cell.MostOrders));
        AddPart(second, new Cell(series, side, microUsd, orders));
    }

    /// <summary>Empties a second and gives its cells back.</summary>
    public void Clear(long second)
    {
        ref var head = ref _heads[Slot(second)];
        while (head >= 0)
        {
            var next = this[head].Next;
            this[head].Next = _free;
            _free = head;
            head = next;
        }
    }

    private static int Slot(long second) => (int)(second % Seconds);

    private void AddPart(long second, in Cell part)
    {
        ref var head = ref _heads[Slot(second)];
        var index = head;
        for (var i = 0; index >= 0 && i < Searched; i++)
        {
            ref var known = ref this[index];
            if (known.TryAdd(part))
                return;
            index = known.Next;
        }

        var cell = Take();
        ref var taken = ref this[cell];
        taken = part;
        taken.Next = head;
        head = cell;
    }

    private int Take()
    {
        if (_free >= 0)
        {
            var cell = _free;
            _free = this[cell].Next;
            return cell;
        }

        if (_used == _chunks.Count << ChunkBits)
            _chunks.Add(new Cell[ChunkCells]);
        return _used++;
    }

    /// <summary>Orders of one series and side in one second, or a part of them.</summary>
    internal struct Cell
    {
        public const int MostSeries = (1 << SeriesBits) - 1;
        public const int MostOrders = (1 << OrderBits) - 1;

        private const int SeriesBits = 20;
        private const int OrderBits = 11;

        // Side, orders and series, from the highest bit down.
        private uint _what;

        /// <summary>The next cell of the second, or −1.</summary>
        public int Next;

        public Cell(int series, LiquidatedSide side, long microUsd, int orders) =>
            (_what, MicroUsd) = ((side == LiquidatedSide.Short ? 1u << 31 : 0) | ((uint)orders << SeriesBits) | (uint)series, microUsd);

        public long MicroUsd { get; private set; }

        public readonly int Series => (int)(_what & MostSeries);

        public readonly LiquidatedSide Side => _what >> 31 == 0 ? LiquidatedSide.Long : LiquidatedSide.Short;

        public readonly int Orders => (int)(_what >> SeriesBits) & MostOrders;

        /// <summary>Adds, unless it is of another series or side, or the sums do not fit.</summary>
        public bool TryAdd(in Cell other)
        {
            if (Series != other.Series || Side != other.Side || Orders + other.Orders > MostOrders
                || MicroUsd > long.MaxValue - other.MicroUsd)
                return false;
            _what += (uint)other.Orders << SeriesBits;
            MicroUsd += other.MicroUsd;
            return true;
        }
    }
}
