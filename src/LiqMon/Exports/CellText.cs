namespace LiqMon.Exports;

/// <summary>A text that comes again and again, and how it stands in the cells of the one output it is written to.</summary>
internal sealed class CellText(string text)
{
    /// <summary>The text.</summary>
    internal string Text => text;

    /// <summary>Its bytes in a cell; null until it is first written as bytes.</summary>
    internal byte[]? Encoded { get; set; }
}
