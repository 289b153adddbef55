using LiqMon.Configuration;
using LiqMon.Postgres;
using LiqMon.Text;

namespace LiqMon.Hosting;

/// <summary>Reads where PostgreSQL is. Without <c>Postgres:Url</c>, a secret, it is not used.</summary>
internal static class PostgresReading
{
    /// <summary>Reads the settings; adds what is wrong to the errors.</summary>
    /// <param name="sources">The settings.</param>
    /// <param name="secret">Reads a secret from the environment, or from the file that <c>…_FILE</c> names.</param>
    /// <param name="errors">What is wrong is added here.</param>
    internal static PostgresOptions? Read(SettingsSources sources, Func<string, Secret?> secret, List<string> errors)
    {
        var (url, plain) = (secret("Postgres:Url"), sources.Merged["Postgres:AllowPlain"]?.Trim());
        var allowsPlain = false;
        if (!string.IsNullOrEmpty(plain) && !bool.TryParse(plain, out allowsPlain))
            errors.Add($"Postgres:AllowPlain: '{TerminalText.Of(plain)}' is neither true nor false.");
        if (url is null)
        {
            if (!string.IsNullOrEmpty(plain))
                errors.Add("Postgres:AllowPlain is set without Postgres:Url; set Postgres:Url to the server's address, or remove it.");
            return null;
        }

        if (PostgresUrl.TryRead(url.Reveal(), allowsPlain, out var options, out var error))
            return options;
        errors.Add($"Postgres:Url {error}.");
        return null;
    }
}
