using System.Text.RegularExpressions;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>
/// Whether the file of Grafana's data source gets what it needs: variables of the environment, and files of secrets. Source:
/// Grafana documentation, "Provision Grafana" and "Variable expansion": <c>$NAME</c>, <c>${NAME}</c>, <c>$__env{NAME}</c> and
/// <c>$__file{/path}</c>; two dollars stand for one. A variable that is missing is empty, and the data source answers nothing.
/// </summary>
/// <param name="folder">The folder from which Grafana is provisioned, with <c>datasources</c> in it.</param>
/// <param name="environment">A variable of the environment; null when it is not set.</param>
internal sealed partial class GrafanaSourceCheck(string folder, Func<string, string?> environment) : ICheck
{
    // The dashboards' alert rules name it.
    private const string Uid = "liqmon-influxdb";

    public string Name => "data source";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        List<string> needed = [];
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "datasources")).Where(IsYaml).Order(StringComparer.Ordinal))
            {
                var lines = await File.ReadAllLinesAsync(file, cancellation);
                var text = string.Join('\n', lines.Where(line => !line.TrimStart().StartsWith('#')));
                if (text.Contains(Uid, StringComparison.Ordinal))
                    needed.Add(text);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail(TerminalText.Of(failure.Message), "Correct Grafana:Provisioning: the folder that holds datasources/.");
        }

        if (needed is not [var source])
        {
            return needed.Count == 0
                ? CheckResult.Fail($"no file in {folder}/datasources has the data source {Uid}", "Put grafana/provisioning there, or the file that liqmon influx setup prints.")
                : CheckResult.Fail($"{needed.Count} files in {folder}/datasources have the data source {Uid}", "Keep one of them: the last that Grafana reads wins.");
        }

        var files = SecretFile().Matches(source).Select(match => match.Groups["path"].Value.Trim()).Distinct(StringComparer.Ordinal).ToList();
        if (files.Select(Trouble).FirstOrDefault(trouble => trouble is not null) is { } missing)
            return CheckResult.Fail(missing, "Grafana reads its token from this file: run liqmon influx setup again, or correct the path.");
        var names = Variable().Matches(source).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        // Grafana's container reads a secret from the file that NAME__FILE names.
        var unset = names.Where(name => string.IsNullOrEmpty(environment(name)) && string.IsNullOrEmpty(environment(name + "__FILE"))).ToList();
        return unset.Count == 0
            ? CheckResult.Ok($"{Uid} has what it needs: {Needs(names, files)}")
            : CheckResult.Warn(
                $"{Uid} needs {string.Join(", ", unset)}, not set in this environment",
                "Set them where Grafana starts; doctor sees only its own environment. Without them the data source answers nothing.");
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private static string Needs(List<string> names, List<string> files) =>
        names.Count + files.Count == 0 ? "nothing from outside" : string.Join(", ", names.Concat(files));

    /// <summary>Why a file of a secret gives none; null when it does, as far as this user may see.</summary>
    private static string? Trouble(string file)
    {
        try
        {
            return !File.Exists(file) ? $"{file} is missing" : new FileInfo(file).Length == 0 ? $"{file} is empty" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return TerminalText.Of(failure.Message);
        }
    }

    [GeneratedRegex(@"\$__file\{(?<path>[^}]+)\}")]
    private static partial Regex SecretFile();

    [GeneratedRegex(@"(?<!\$)\$(?:__env\{(?<name>\w+)\}|\{(?<name>[A-Za-z_]\w*)\}|(?!__)(?<name>[A-Za-z_]\w*))")]
    private static partial Regex Variable();
}
