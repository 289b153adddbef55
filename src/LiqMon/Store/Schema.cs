namespace LiqMon.Store;

/// <summary>The version of a database, and how it is brought to this program's one.</summary>
internal static class Schema
{
    /// <summary>"LiqM", so that another program's database in our folder is not taken for ours.</summary>
    internal const int ApplicationId = 0x4C69714D;

    internal static int Version => Scripts.Count;

    /// <summary>Scripts by version, from 1 on.</summary>
    internal static IReadOnlyList<string> Scripts => SchemaScripts.All;

    /// <summary>Brings a database to this program's version, one transaction for each step.</summary>
    internal static void Migrate(Database database)
    {
        var version = RequireKnown(database);
        for (; version < Version; version++)
        {
            database.Execute("BEGIN IMMEDIATE");
            try
            {
                database.Execute(Scripts[version]);
                database.Execute($"PRAGMA user_version = {version + 1}; PRAGMA application_id = {ApplicationId}; COMMIT");
            }
            catch
            {
                database.RollBack();
                throw;
            }
        }
    }

    /// <summary>The version of a database that this program may read; throws for a newer or a foreign one.</summary>
    internal static int RequireKnown(Database database)
    {
        var version = (int)(database.Scalar("PRAGMA user_version") ?? 0);
        var application = database.Scalar("PRAGMA application_id") ?? 0;
        var isEmpty = database.Scalar("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !isEmpty)
            throw new StoreException(StoreFailure.Corrupt, $"The file {EventStore.FileName} in the data folder is not a LiqMon store.");
        if (version > Version)
        {
            throw new StoreException(
                StoreFailure.NewerSchema,
                $"The store has version {version}; this program knows versions up to {Version}. "
                + "Use the newer LiqMon that wrote it, or another data folder.");
        }

        return version;
    }
}
