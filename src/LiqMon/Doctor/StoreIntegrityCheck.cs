using LiqMon.Store;

namespace LiqMon.Doctor;

/// <summary>Whether SQLite finds the store's file sound.</summary>
internal static class StoreIntegrityCheck
{
    internal const string WhatToDo =
        "Stop LiqMon, keep a copy of the data folder, and start with a backup or an empty folder; "
        + "'sqlite3 liqmon.db .recover' saves what can be read.";

    public static CheckResult Look(StoreReader reader, CancellationToken cancellation) =>
        reader.State.Damage(cancellation) is { } damage
            ? CheckResult.Fail($"the file is damaged: {damage}", WhatToDo)
            : CheckResult.Ok("the file is sound (quick check)");
}
