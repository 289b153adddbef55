using Microsoft.Extensions.Logging;

namespace LiqMon.Tests;

/// <summary>Sends what every category logs to one logger.</summary>
internal sealed class OneLogger(ILogger log) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => log;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
