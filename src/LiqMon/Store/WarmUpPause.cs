namespace LiqMon.Store;

/// <summary>
/// Whether the past of venues is not to be fetched for a while: a file beside the store, which one process makes and another one
/// sees. It outlives both.
/// </summary>
/// <param name="folder">The store's folder.</param>
internal sealed class WarmUpPause(string folder)
{
    internal const string FileName = "liqmon.warm-pause";

    private string Path => System.IO.Path.Combine(folder, FileName);

    /// <summary>Whether it is paused.</summary>
    internal bool IsSet => File.Exists(Path);

    /// <summary>Pauses, or ends the pause.</summary>
    /// <returns>Whether that changed anything.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal bool Set(bool isPaused)
    {
        if (IsSet == isPaused)
            return false;
        if (isPaused)
            File.WriteAllText(Path, "The past of venues is not fetched while this file is here; 'liqmon backfill --resume' removes it.\n");
        else
            File.Delete(Path);
        return true;
    }
}
