using System.Globalization;

namespace LiqMon.Tests.Torture;

/// <summary>Numbers by which the environment steers how long and from which seed tests run.</summary>
internal static class Steering
{
    /// <summary>Start of what is drawn: another one each day, or the one that <c>LIQMON_TEST_SEED</c> names.</summary>
    public static int Seed { get; } = Number("LIQMON_TEST_SEED", (int)(TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays);

    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
