namespace LiqMon.Charts;

/// <summary>
/// The area of a chart in which values are drawn. All charts are 520 units wide: two stand side by side on a desk, one
/// fills a phone, and labels can be read on both.
/// </summary>
/// <param name="Height">Height of the whole drawing.</param>
/// <param name="Left">Room for the labels of the left axis.</param>
/// <param name="Right">Room for the labels of the right axis.</param>
public sealed record Plot(double Height = 260, double Left = 62, double Right = 8)
{
    /// <summary>Width of the whole drawing.</summary>
    public const double Width = 520;

    private const double Top = 10;
    private const double Bottom = 26;

    /// <summary>The upper edge.</summary>
    public double Upper => Top;

    /// <summary>The lower edge.</summary>
    public double Lower => Height - Bottom;

    /// <summary>The right edge.</summary>
    public double RightEdge => Width - Right;

    /// <summary>Distance between the left and the right edge.</summary>
    public double InnerWidth => Width - Left - Right;

    /// <summary>Base line of the labels below the plot.</summary>
    public double LabelY => Height - 7;

    /// <summary>The size of the drawing for <c>viewBox</c>.</summary>
    public string ViewBox => $"0 0 {Svg.Length(Width)} {Svg.Length(Height)}";

    /// <summary>Where a part of the way from left to right lies.</summary>
    public double X(double part) => Left + (part * InnerWidth);

    /// <summary>Where a value lies.</summary>
    public double Y(NiceAxis axis, double value)
    {
        ArgumentNullException.ThrowIfNull(axis);
        return Lower - (axis.Position(value) * (Lower - Upper));
    }

    /// <summary>Which of so many equal columns get a label, so that labels of a width do not touch.</summary>
    public bool IsLabelled(int column, int columns, double width = 60)
    {
        var room = InnerWidth / Math.Max(1, columns);
        return column % (int)Math.Max(1, Math.Ceiling(width / room)) == 0;
    }
}
