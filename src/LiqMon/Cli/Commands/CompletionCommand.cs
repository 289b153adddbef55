using System.CommandLine;
using LiqMon.Queries;

namespace LiqMon.Cli.Commands;

/// <summary><c>completion</c>: what a shell needs to complete commands, options and their values.</summary>
internal static class CompletionCommand
{
    // The program itself completes, by the directive of its command-line library: [suggest:POSITION] LINE.
    private const string Bash =
        """
        # liqmon completion bash > ~/.local/share/bash-completion/completions/liqmon
        _liqmon() {
            local IFS=$'\n'
            COMPREPLY=( $(compgen -W "$(liqmon "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -F _liqmon liqmon
        """;

    private const string Zsh =
        """
        #compdef liqmon
        # liqmon completion zsh > "${fpath[1]}/_liqmon"
        _liqmon() {
            local -a found
            found=("${(@f)$(liqmon "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _liqmon liqmon
        """;

    private const string Fish =
        """
        # liqmon completion fish > ~/.config/fish/completions/liqmon.fish
        complete -c liqmon -f -a '(liqmon "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    internal static Command Build(CliContext context)
    {
        var command = new Command("completion", "Print what a shell needs to complete commands, options and values");
        var shell = new Argument<string>("SHELL") { HelpName = "bash|zsh|fish", Description = "The shell" };
        shell.CompletionSources.Add("bash", "zsh", "fish");
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            context.Out.WriteLine(parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                var other => throw new UsageException($"completion: {QueryParser.Shown(other!)} is not one of bash, zsh, fish"),
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
