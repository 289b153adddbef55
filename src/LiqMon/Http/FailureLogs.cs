using System.Collections.Concurrent;

namespace LiqMon.Http;

/// <summary>One <see cref="FailureLog"/> for each source, whoever calls it.</summary>
/// <param name="time">Clock.</param>
/// <param name="logs">Makes the logs.</param>
internal sealed class FailureLogs(TimeProvider time, ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, FailureLog> _logs = new(StringComparer.Ordinal);
    private readonly ILogger _logger = logs.CreateLogger("LiqMon.Http");

    /// <summary>The log of a source.</summary>
    internal FailureLog Of(string source) => _logs.GetOrAdd(source, name => new FailureLog(name, time, _logger));
}
