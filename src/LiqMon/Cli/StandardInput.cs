namespace LiqMon.Cli;

/// <summary>Standard input for commands that read files: <c>-</c> in place of a file's name.</summary>
internal static class StandardInput
{
    /// <summary>The name that stands for it.</summary>
    internal const string Name = "-";

    /// <summary>What a file is called in messages: as the user named it, not where a copy lies.</summary>
    internal static string Shown(string name) => name == Name ? "standard input" : name;

    /// <summary>
    /// Runs work on a file, or for <c>-</c> on a copy of standard input in a file of its own, which is removed afterwards: files are
    /// read more than once.
    /// </summary>
    internal static async Task<T> AsFileAsync<T>(CliContext context, string name, Func<string, Task<T>> work, CancellationToken cancellation)
    {
        if (name != Name)
            return await work(name).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("liqmon-input-");
        try
        {
            var copy = Path.Combine(folder.FullName, "standard-input");
            await using (var input = context.OpenInput())
            await using (var file = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
                await input.CopyToAsync(file, cancellation).ConfigureAwait(false);
            return await work(copy).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
