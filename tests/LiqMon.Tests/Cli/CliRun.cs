using LiqMon.Cli;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cli;

/// <summary>One run of the real command tree with everything it wrote.</summary>
internal sealed record CliRun(int Code, string Out, string Error)
{
    internal static Task<CliRun> Of(params string[] args) => Of(new Dictionary<string, string>(), args);

    internal static Task<CliRun> Of(IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Of(context => context with { Environment = environment }, args);

    internal static Task<CliRun> Of(Func<CliContext, CliContext> with, params string[] args) =>
        Of(with, CancellationToken.None, args);

    internal static async Task<CliRun> Of(Func<CliContext, CliContext> with, CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var context = with(new CliContext { Out = output, Error = error, Time = FixedTime.Noon, ProgramDirectory = Path.GetTempPath() });
        var code = await CommandLine.RunAsync(context, args, cancellation);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
