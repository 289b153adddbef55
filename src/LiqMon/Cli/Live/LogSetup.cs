namespace LiqMon.Cli.Live;

/// <summary>Where the log goes: below the status view on a terminal, otherwise in lines to standard error.</summary>
internal static class LogSetup
{
    /// <summary>A logger factory for a command.</summary>
    /// <param name="context">The world of the command.</param>
    /// <param name="recent">The newest lines, where a view shows them; null where they are written as they come.</param>
    internal static ILoggerFactory Of(CliContext context, out RecentLines? recent)
    {
        var lines = new RecentLines(context.Time, context.IsTerminal ? null : context.Error);
        recent = context.IsTerminal ? lines : null;
        return LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            // The command says in a sentence why the server does not start; the host would add a stack trace.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // The server says in a line which answer took too long; the middleware would add a stack trace to each.
            .AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.None)
            .AddProvider(lines));
    }
}
