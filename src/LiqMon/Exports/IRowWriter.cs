namespace LiqMon.Exports;

/// <summary>Takes rows cell by cell, in the order of their columns.</summary>
internal interface IRowWriter
{
    /// <summary>Where rows of a venue go: here, or to the venue's own file.</summary>
    IRowWriter Of(string venue) => this;

    /// <summary>A text.</summary>
    void Text(CellText text);

    /// <summary>Several texts in one cell.</summary>
    void Texts(IReadOnlyList<string> texts);

    /// <summary>A time from Unix milliseconds.</summary>
    void Time(long ms);

    /// <summary>Dollars, exact, from micro-dollars.</summary>
    void Dollars(long microUsd);

    /// <summary>Dollars of a sum, exact, from micro-dollars.</summary>
    void Dollars(Int128 microUsd);

    /// <summary>Dollars known as a floating number; null where there are none.</summary>
    void Dollars(double? usd);

    /// <summary>A number; null where there is none.</summary>
    void Number(double? number);

    /// <summary>True or false.</summary>
    void Truth(bool value);

    /// <summary>A whole number.</summary>
    void Count(long number);

    /// <summary>An identity.</summary>
    void Identity(ulong identity);

    /// <summary>Ends the row.</summary>
    void End();
}
