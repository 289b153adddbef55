using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>
/// The transaction of the one writer. What a failed one did is forgotten in the database and in memory; while that has not
/// succeeded, no other begins.
/// </summary>
internal sealed class StoreTransaction(Database database, StoreFiles files, CommitTransaction work, Outbox outbox)
{
    private bool _isRolledBack = true;

    /// <summary>Begins a transaction; one that could not be rolled back before is rolled back first.</summary>
    internal void Begin()
    {
        if (!_isRolledBack)
            RollBack();
        if (!_isRolledBack)
            throw new StoreException(StoreFailure.Other, "The store cannot end a failed transaction.");
        files.Require(database);
        database.Execute("BEGIN IMMEDIATE");
    }

    /// <summary>Makes durable what the transaction has written.</summary>
    internal void Commit() => database.Execute("COMMIT");

    /// <summary>Forgets what a failed transaction did. Never throws: the failure before is the one to report.</summary>
    internal void RollBack()
    {
        try
        {
            database.RollBack();
            work.RolledBack();
            outbox.RolledBack();
            _isRolledBack = true;
        }
        catch (SqliteException)
        {
            // The next transaction tries again, and says so if it fails again.
            _isRolledBack = false;
        }
    }
}
