using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Threading;

namespace LiqMon.Pipelines;

/// <summary>What the pipelines of all venues share.</summary>
/// <param name="Http">The HTTP client.</param>
/// <param name="Pauses">The pauses that hosts have requested.</param>
/// <param name="Clock">Watches the process's own time.</param>
/// <param name="Failures">Logs what keeps failing.</param>
/// <param name="Loops">Runs what goes on in the background.</param>
internal sealed record SharedParts(HttpClient Http, HostRateLimits Pauses, ClockWatch Clock, FailureLogs Failures, Supervisor Loops);
