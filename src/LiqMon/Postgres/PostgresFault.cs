using System.Net.Sockets;
using Npgsql;

namespace LiqMon.Postgres;

/// <summary>What went wrong at the server, in words without any secret.</summary>
/// <param name="Detail">What, for people.</param>
/// <param name="IsDenied">Whether somebody has to act: rights, names, tables. Otherwise waiting helps.</param>
internal sealed record PostgresFault(string Detail, bool IsDenied)
{
    // Classes of SQLSTATE: connection, resources, operator intervention, rollback, system error, and serialisation.
    private static readonly string[] Temporary = ["08", "53", "57", "40", "58", "XX"];

    /// <summary>The fault that an exception is; null for one that is none of the server's.</summary>
    internal static PostgresFault? Of(Exception failure) => failure switch
    {
        PostgresException answer => new($"{answer.MessageText} ({answer.SqlState})", !Temporary.Contains(answer.SqlState[..2])),
        PostgresVersionException newer => new(newer.Message, IsDenied: true),
        NpgsqlException { InnerException: { } inner } => new(inner.Message.TrimEnd('.'), IsDenied: false),
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException => new(failure.Message.TrimEnd('.'), IsDenied: false),
        // Npgsql's connection after the server is gone.
        InvalidOperationException { Source: "Npgsql" } => new(failure.Message.TrimEnd('.'), IsDenied: false),
        _ => null,
    };
}
