namespace LiqMon.Configuration;

/// <summary>A secret that no log, dump or message shows by accident.</summary>
public sealed class Secret(string value)
{
    /// <summary>The secret itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
