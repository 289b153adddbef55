using LiqMon.Configuration;

namespace LiqMon.Postgres;

/// <summary>Where PostgreSQL is, and with what right it is written to.</summary>
public sealed record PostgresOptions
{
    /// <summary>Name of the cursor in the store.</summary>
    public const string Destination = "postgres";

    /// <summary>The schema of all tables.</summary>
    public const string Schema = "liqmon";

    /// <summary>How to connect, with the password, as Npgsql reads it.</summary>
    public required Secret Connection { get; init; }

    /// <summary>Server and database, for people: <c>liqmon at db.example:5432</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What makes it another place than before; another user or password does not.</summary>
    public string Identity => Name;

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whole commits are read until there are so many changes, for one transaction.</summary>
    public int Changes { get; init; } = 20_000;

    /// <summary>How often coverage is compared. Default one minute.</summary>
    public TimeSpan CoverageEvery { get; init; } = TimeSpan.FromMinutes(1);
}
