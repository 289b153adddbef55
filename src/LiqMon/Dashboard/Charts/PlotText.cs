using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace LiqMon.Dashboard;

/// <summary>A label in a drawing that takes the size of its place: where it stands is a percentage. In markup <c>text</c> means something else.</summary>
public sealed class PlotText : ComponentBase
{
    /// <summary>Where, such as <c>50%</c>.</summary>
    [Parameter]
    public string X { get; set; } = "0";

    /// <summary>The base line, such as <c>50%</c>.</summary>
    [Parameter]
    public string Y { get; set; } = "0";

    /// <summary>Pixels to the right of it.</summary>
    [Parameter]
    public int Dx { get; set; }

    /// <summary>Pixels below it.</summary>
    [Parameter]
    public int Dy { get; set; }

    /// <summary>Which end of the text stands there: <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>Its class.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>What it says.</summary>
    [Parameter]
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "dx", Dx);
        builder.AddAttribute(4, "dy", Dy);
        builder.AddAttribute(5, "text-anchor", Anchor);
        builder.AddAttribute(6, "class", Class);
        builder.AddContent(7, Text);
        builder.CloseElement();
    }
}
