namespace LiqMon.Simulator;

/// <summary>What is to be done with one order.</summary>
/// <param name="Marks">What the ledger says of it.</param>
/// <param name="DelayMs">How much later it is published.</param>
/// <param name="Word">How its side is spelt; null for as usual.</param>
/// <param name="Number">Which number is none; null for none.</param>
internal sealed record OrderFate(LedgerFaults Marks, long DelayMs, ChangeWord? Word, BreakNumber? Number)
{
    public static readonly OrderFate Plain = new(LedgerFaults.None, 0, null, null);

    public bool IsLost => (Marks & LedgerFaults.Lost) != 0;

    public bool IsSplit => (Marks & LedgerFaults.Split) != 0;

    /// <summary>Whether it can share a frame with other orders that nothing is done to.</summary>
    public bool SharesFrames => !IsLost && !IsSplit && DelayMs == 0 && Word is null && Number is null;

    public OrderFate With(OrderFault fault) => fault switch
    {
        LoseOrders => this with { Marks = Marks | LedgerFaults.Lost },
        SplitOrders => this with { Marks = Marks | LedgerFaults.Split },
        DelayOrders delay => this with { Marks = Marks | LedgerFaults.Late, DelayMs = DelayMs + (long)delay.By.TotalMilliseconds },
        ChangeWord word => this with { Marks = Marks | LedgerFaults.ChangedWord, Word = word },
        BreakNumber number => this with { Marks = Marks | LedgerFaults.BrokenNumber, Number = number },
        _ => throw new NotSupportedException($"no order can suffer {fault.GetType().Name}"),
    };
}
