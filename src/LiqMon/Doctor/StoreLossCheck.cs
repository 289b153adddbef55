using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether the store holds every commit that a process made in it, and how the last one ended.</summary>
internal static class StoreLossCheck
{
    private const string WhatToDo =
        "Its log was damaged or removed, or the database is an older copy. Bring back liqmon.db and liqmon.db-wal as they were, "
        + "or go on: 'run' counts the span as a gap and repairs it where venues have a history.";

    public static CheckResult Look(StoreReader reader, string data)
    {
        // The mark first: while a process writes, the store only gets ahead of it.
        var mark = MarkFile.Read(data);
        var (sequence, timeMs) = reader.State.LastCommit();
        if (mark is null)
            return CheckResult.Ok("how the last run ended is not known");
        if (mark.Sequence > sequence)
        {
            return CheckResult.Fail(
                $"the last {mark.Sequence - sequence} commits are missing, of {Moment(timeMs ?? mark.CommitMs)} to {Moment(mark.CommitMs)}", WhatToDo);
        }

        if (mark.Lost is { } lost)
        {
            return CheckResult.Warn(
                $"the start of {Moment(lost.FoundMs)} found the last {lost.Commits} commits missing; {Moment(lost.FromMs)} to {Moment(lost.ToMs)} is a gap",
                "A log that is damaged again and again is a sign of a failing disk.");
        }

        return CheckResult.Ok(mark.IsOpen
            ? "no commit is missing; a process writes, or the last one did not end by itself"
            : "no commit is missing; the last run was stopped in order");
    }

    private static string Moment(long ms) => Timestamps.Of(Timestamps.FromUnixMs(ms));
}
