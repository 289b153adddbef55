using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>A test that needs a compose parser; no container engine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ComposeFactAttribute : FactAttribute
{
    internal static string? Program { get; } = ServerProcess.Find("docker-compose");

    public ComposeFactAttribute() =>
        Skip = Program is null ? "There is no docker-compose; install it with 'apt-get install docker-compose'." : null;
}
