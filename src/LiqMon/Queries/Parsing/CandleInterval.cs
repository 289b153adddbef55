namespace LiqMon.Queries;

/// <summary>Lengths of candles that can be listed.</summary>
public enum CandleInterval : byte
{
    /// <summary><c>4h</c>.</summary>
    FourHours,

    /// <summary><c>1d</c>, days of UTC.</summary>
    Day,
}
