using System.Net;
using LiqMon.Configuration;
using Npgsql;

namespace LiqMon.Postgres;

/// <summary>
/// Reads an address such as <c>postgres://liqmon:password@db.example:5432/liqmon?sslmode=verify-full</c>, or Npgsql's own form. Between
/// machines the connection is encrypted, and the server proves who it is unless the address asks for less.
/// </summary>
internal static class PostgresUrl
{
    /// <summary>Reads it; no error repeats any of it, for it holds a password.</summary>
    /// <param name="url">The address.</param>
    /// <param name="allowPlain">Whether data may leave this machine unencrypted.</param>
    /// <param name="options">Where it leads.</param>
    /// <param name="error">What is wrong, as the end of a sentence.</param>
    internal static bool TryRead(string url, bool allowPlain, out PostgresOptions? options, out string error)
    {
        (options, error) = (null, "is not an address; write postgres://user:password@host:5432/database");
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = url.Contains("://", StringComparison.Ordinal) ? OfUri(url) : new NpgsqlConnectionStringBuilder(url);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }

        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database) || builder.Host.Contains(',', StringComparison.Ordinal))
            return false;
        var isLocal = IsLocal(builder.Host);
        if (!isLocal && !builder.ShouldSerialize("SSL Mode") && !allowPlain)
            builder.SslMode = SslMode.VerifyFull;
        if (!isLocal && !allowPlain && builder.SslMode is (SslMode.Disable or SslMode.Allow or SslMode.Prefer))
        {
            error = "would send password and data unencrypted; remove sslmode, or set Postgres:AllowPlain to true if the network between is yours alone, as between containers of one machine";
            return false;
        }

        // One connection is kept open and belongs to one loop.
        builder.Pooling = false;
        builder.ApplicationName = "liqmon";
        builder.Timeout = 10;
        builder.CommandTimeout = 120;
        builder.KeepAlive = 30;
        builder.IncludeErrorDetail = false;
        options = new PostgresOptions
        {
            Connection = new Secret(builder.ConnectionString),
            Name = $"{builder.Database} at {builder.Host}:{builder.Port}",
            IsLocal = isLocal,
        };
        return true;
    }

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        var url = new Uri(text, UriKind.Absolute);
        if (url.Scheme is not ("postgres" or "postgresql"))
            throw new FormatException();
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.IdnHost,
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            var value = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
            // The words of libpq; Npgsql's own parameters are known by their names.
            builder[pair[0] switch { "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "sslcert" => "SSL Certificate", "sslkey" => "SSL Key", var name => name }]
                = pair[0] == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder;
    }

    private static bool IsLocal(string host) => host.StartsWith('/') || host.StartsWith('@')
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
