namespace LiqMon.Cli;

/// <summary>The commands that work on live or recorded frames.</summary>
public static class LiveCommands
{
    /// <summary>Watches the venues until interrupted.</summary>
    public static Task<int> RunAsync(CliContext context, RunOptions options, CancellationToken cancellation) => NotWired(context);

    /// <summary>Watches simulated venues until interrupted.</summary>
    public static Task<int> DemoAsync(CliContext context, DemoOptions options, CancellationToken cancellation) => NotWired(context);

    /// <summary>Serves simulated venues until interrupted.</summary>
    public static Task<int> SimulateAsync(CliContext context, SimulateOptions options, CancellationToken cancellation) => NotWired(context);

    /// <summary>Writes raw frames to a file.</summary>
    public static Task<int> RecordAsync(CliContext context, RecordOptions options, CancellationToken cancellation) => NotWired(context);

    /// <summary>Takes recorded frames through the same path as live ones.</summary>
    public static Task<int> ReplayAsync(CliContext context, ReplayOptions options, CancellationToken cancellation) => NotWired(context);

    private static async Task<int> NotWired(CliContext context)
    {
        await context.Error.WriteLineAsync("not wired yet").ConfigureAwait(false);
        return ExitCode.Failure;
    }
}
