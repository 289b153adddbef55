using LiqMon.Simulator;

namespace LiqMon.Cli;

/// <summary>Reads the faults of a simulation from a file.</summary>
internal static class FaultFile
{
    /// <summary>The faults; none without a file.</summary>
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="file">Path of the file; null for none.</param>
    internal static IReadOnlyList<VenueFault> Read(string option, string? file)
    {
        if (file is null) return [];
        try
        {
            return FaultJson.Parse(File.ReadAllText(file));
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{option}: {file}: {wrong.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: cannot read {file}: {failure.Message}");
        }
    }
}
