using System.Runtime.InteropServices;
using System.Text;

namespace LiqMon;

/// <summary>The process.</summary>
public static class Program
{
    /// <summary>
    /// A signal that follows the first so soon is the same request: <c>timeout</c> and shells send it to the process and to
    /// its group.
    /// </summary>
    private static readonly TimeSpan SameRequest = TimeSpan.FromSeconds(1);

    /// <summary>Runs the process until its command ends or it is interrupted.</summary>
    public static async Task<int> Main(string[] args)
    {
        Hosting.NativeHeap.Limit(Environment.GetEnvironmentVariable);
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var terminated = false;
        long? askedAt = null;
        using var interrupted = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var context = Cli.CliContext.OfProcess(Console.Out, Console.Error, TimeProvider.System);
        var code = await Cli.CommandLine.RunAsync(context, args, interrupted.Token).ConfigureAwait(false);
        // A service manager that asks to stop, and gets it, must not see a failure.
        return terminated && code == Cli.ExitCode.Interrupted ? Cli.ExitCode.Ok : code;

        void Stop(PosixSignalContext signal)
        {
            // A second signal, later, ends the process the hard way.
            signal.Cancel = askedAt is not { } first || TimeProvider.System.GetElapsedTime(first) < SameRequest;
            if (askedAt is not null)
                return;
            (askedAt, terminated) = (TimeProvider.System.GetTimestamp(), signal.Signal == PosixSignal.SIGTERM);
            interrupted.Cancel();
        }
    }

    /// <summary>Runs one command line against given outputs and clock, with this process's environment.</summary>
    public static Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter stdout, TextWriter stderr, TimeProvider time, CancellationToken cancellation) =>
        Cli.CommandLine.RunAsync(Cli.CliContext.OfProcess(stdout, stderr, time), args, cancellation);
}
