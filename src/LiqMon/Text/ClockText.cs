using System.Globalization;

namespace LiqMon.Text;

/// <summary>Clocks that are wrong, in plain English: <c>the clock of bybit is 120 s ahead</c>.</summary>
internal static class ClockText
{
    /// <summary>A venue's clock.</summary>
    /// <param name="venue">Venue id.</param>
    /// <param name="aheadMs">By how much it is ahead; negative when it is behind.</param>
    /// <param name="isSure">Whether enough other venues agree with this machine's clock.</param>
    public static string OfVenue(string venue, long aheadMs, bool isSure) =>
        $"the clock of {venue} is {Distance(aheadMs)}" + (isSure ? "" : $", or this machine's is {Distance(-aheadMs)}");

    /// <summary>This machine's clock.</summary>
    /// <param name="aheadMs">By how much it is ahead of the true time; negative when it is behind.</param>
    public static string OfMachine(long aheadMs) => $"this machine's clock is {Distance(aheadMs)}";

    private static string Distance(long aheadMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(aheadMs) / 1_000.0:0} s {(aheadMs > 0 ? "ahead" : "behind")}");
}
