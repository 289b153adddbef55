namespace LiqMon.Tests.Influx;

/// <summary>A test against a real InfluxDB; skipped, with what to install, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InfluxFactAttribute : FactAttribute
{
    public InfluxFactAttribute() => Skip = InfluxServer.WhyMissing;
}

/// <summary>A test that stops and restarts InfluxDB, so it needs the program and not only an address.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InfluxProgramFactAttribute : FactAttribute
{
    public InfluxProgramFactAttribute() => Skip = InfluxServer.WhyProgramMissing;
}

/// <summary>A test against a real VictoriaMetrics.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VictoriaFactAttribute : FactAttribute
{
    public VictoriaFactAttribute() => Skip = VictoriaServer.WhyMissing;
}
