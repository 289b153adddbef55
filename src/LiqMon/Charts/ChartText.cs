using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace LiqMon.Charts;

/// <summary>A label in a chart. In markup <c>text</c> means something else to Razor, hence this component.</summary>
public sealed class ChartText : ComponentBase
{
    /// <summary>Where, in units of the drawing.</summary>
    [Parameter]
    public double X { get; set; }

    /// <summary>The base line, in units of the drawing.</summary>
    [Parameter]
    public double Y { get; set; }

    /// <summary>Which end of the text stands at <see cref="X"/>: <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>What it says.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Svg.Length(X));
        builder.AddAttribute(2, "y", Svg.Length(Y));
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddAttribute(4, "fill", ChartColors.Quiet);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }
}
