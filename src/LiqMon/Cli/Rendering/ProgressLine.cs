namespace LiqMon.Cli.Rendering;

/// <summary>Keeps one line of progress up to date on a terminal's standard error while a task runs; in a pipe it is silent.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows until cancelled, then ends the line.</summary>
    internal static async Task ShowAsync(CliContext context, Func<string> progress, CancellationToken ending)
    {
        if (!context.ShowsProgress)
            return;
        using var timer = new PeriodicTimer(Every, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
                await context.Error.WriteAsync($"\r{progress()} ");
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync();
        }
    }
}
