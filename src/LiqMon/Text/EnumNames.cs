using System.Text.Json;

namespace LiqMon.Text;

/// <summary>How members of enums are written wherever people or programs read them.</summary>
public static class EnumNames
{
    /// <summary>An enum member in lower snake case: <c>closed_by_venue</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
