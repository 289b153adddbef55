using System.CommandLine;

namespace LiqMon.Cli.Commands;

/// <summary><c>help</c>: the same as <c>--help</c>, for those who type it as a command.</summary>
internal static class HelpCommand
{
    internal static Command Build(RootCommand root)
    {
        var command = new Command("help", "Show help on LiqMon or on one of its commands");
        var words = new Argument<string[]>("COMMAND") { Arity = ArgumentArity.ZeroOrMore, Description = "The command, such as squeeze or report weekly" };
        command.Arguments.Add(words);
        command.SetAction((parsed, cancellation) =>
        {
            var asked = root.Parse([.. parsed.GetValue(words) ?? [], "--help"]);
            return asked.UnmatchedTokens is [var unknown, ..]
                ? throw new UsageException($"help: {LiqMon.Queries.QueryParser.Shown(unknown)} is no command; 'liqmon --help' lists them")
                : asked.InvokeAsync(parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }
}
