using System.Reflection;

namespace LiqMon.Http;

/// <summary>How LiqMon names itself to venues.</summary>
public static class UserAgent
{
    /// <summary>Version of this program: <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        (typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0.0.0").Split('+')[0];

    /// <summary><c>LiqMon/0.1.0</c>.</summary>
    public static string Text { get; } = "LiqMon/" + Version;
}
