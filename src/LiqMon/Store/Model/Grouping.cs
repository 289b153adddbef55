namespace LiqMon.Store;

/// <summary>By what totals are broken down.</summary>
public enum Grouping
{
    /// <summary>Not: one total.</summary>
    None,

    /// <summary>One total for each asset.</summary>
    Asset,

    /// <summary>One total for each venue.</summary>
    Venue,

    /// <summary>One total for each UTC day that the span touches.</summary>
    Day,

    /// <summary>One total for each UTC hour that the span touches.</summary>
    Hour,
}
