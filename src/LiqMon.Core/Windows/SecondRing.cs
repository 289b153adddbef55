namespace LiqMon.Windows;

/// <summary>
/// The liquidations of the last 24 hours, summed by second and series. Cells come from one pool that grows to the
/// busiest day seen and is then reused, so adding and dropping allocate nothing.
/// </summary>
internal sealed class SecondRing
{
    public const int Seconds = 86_400;

    /// <summary>How many cells of a second are searched for one to add to; a busier second just gets more cells.</summary>
    private const int Searched = 8;

    private readonly int[] _heads = new int[Seconds];
    private Cell[] _cells = new Cell[1_024];
    private int _free = -1;
    private int _used;

    public SecondRing() => Array.Fill(_heads, -1);

    /// <summary>First cell of a second, or −1.</summary>
    public int First(long second) => _heads[Slot(second)];

    public ref Cell this[int index] => ref _cells[index];

    public void Add(long second, int series, in Sums sums)
    {
        ref var head = ref _heads[Slot(second)];
        var index = head;
        for (var i = 0; index >= 0 && i < Searched; i++, index = _cells[index].Next)
        {
            // A second whose sum passes 64 bits gets another cell.
            if (_cells[index].Series == series && _cells[index].Sums.TryAdd(sums))
                return;
        }

        var cell = Take();
        _cells[cell] = new Cell { Series = series, Next = head, Sums = sums };
        head = cell;
    }

    /// <summary>Empties a second and gives its cells back.</summary>
    public void Clear(long second)
    {
        ref var head = ref _heads[Slot(second)];
        while (head >= 0)
        {
            var next = _cells[head].Next;
            _cells[head].Next = _free;
            _free = head;
            head = next;
        }
    }

    private static int Slot(long second) => (int)(second % Seconds);

    private int Take()
    {
        if (_free >= 0)
        {
            var cell = _free;
            _free = _cells[cell].Next;
            return cell;
        }

        if (_used == _cells.Length)
            Array.Resize(ref _cells, _cells.Length * 2);
        return _used++;
    }

    internal struct Cell
    {
        public int Series;
        public int Next;
        public Sums Sums;
    }
}

/// <summary>Dollars × 1,000,000 and orders of both sides, of a second at most: there are many of them, so they are kept small.</summary>
internal struct Sums
{
    public long LongMicroUsd;
    public long ShortMicroUsd;
    public int LongOrders;
    public int ShortOrders;

    public static Sums Of(Market.LiquidatedSide side, long microUsd, int orders) => side == Market.LiquidatedSide.Long
        ? new() { LongMicroUsd = microUsd, LongOrders = orders }
        : new() { ShortMicroUsd = microUsd, ShortOrders = orders };

    /// <summary>Adds, unless a sum would pass 64 bits.</summary>
    public bool TryAdd(in Sums other)
    {
        if (LongMicroUsd > long.MaxValue - other.LongMicroUsd || ShortMicroUsd > long.MaxValue - other.ShortMicroUsd)
            return false;
        LongMicroUsd += other.LongMicroUsd;
        ShortMicroUsd += other.ShortMicroUsd;
        LongOrders += other.LongOrders;
        ShortOrders += other.ShortOrders;
        return true;
    }
}

/// <summary>The same of a longer span, in which any number of orders adds up exactly.</summary>
internal struct BandSums
{
    public Int128 LongMicroUsd;
    public Int128 ShortMicroUsd;
    public long LongOrders;
    public long ShortOrders;

    public static BandSums Of(Market.LiquidatedSide side, Int128 microUsd, long orders) => side == Market.LiquidatedSide.Long
        ? new() { LongMicroUsd = microUsd, LongOrders = orders }
        : new() { ShortMicroUsd = microUsd, ShortOrders = orders };

    public void Add(in Sums other)
    {
        LongMicroUsd += other.LongMicroUsd;
        ShortMicroUsd += other.ShortMicroUsd;
        LongOrders += other.LongOrders;
        ShortOrders += other.ShortOrders;
    }

    public void Subtract(in Sums other)
    {
        LongMicroUsd -= other.LongMicroUsd;
        ShortMicroUsd -= other.ShortMicroUsd;
        LongOrders -= other.LongOrders;
        ShortOrders -= other.ShortOrders;
    }

    public void Add(in BandSums other)
    {
        LongMicroUsd += other.LongMicroUsd;
        ShortMicroUsd += other.ShortMicroUsd;
        LongOrders += other.LongOrders;
        ShortOrders += other.ShortOrders;
    }

    public void Subtract(in BandSums other)
    {
        LongMicroUsd -= other.LongMicroUsd;
        ShortMicroUsd -= other.ShortMicroUsd;
        LongOrders -= other.LongOrders;
        ShortOrders -= other.ShortOrders;
    }
}
