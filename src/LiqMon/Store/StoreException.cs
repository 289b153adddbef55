using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiqMon.Store;

/// <summary>What kept the store from doing its work.</summary>
public enum StoreFailure
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>No space is left, or less than the reserve.</summary>
    DiskFull,

    /// <summary>Reading or writing failed, or the folder cannot be written.</summary>
    IoError,

    /// <summary>Another connection wrote for longer than the busy timeout.</summary>
    Busy,

    /// <summary>The file is damaged or not a LiqMon store.</summary>
    Corrupt,

    /// <summary>Another process has the store open for writing.</summary>
    Locked,

    /// <summary>There is no store in the folder.</summary>
    NotFound,

    /// <summary>A newer program wrote the store.</summary>
    NewerSchema,

    /// <summary>A row breaks a rule of its table, or a value cannot be stored: trying again changes nothing.</summary>
    Refused,

    /// <summary>A file of the store was removed or replaced while it was open.</summary>
    FileGone,
}

/// <summary>A failure of the store, with a message for people.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A failure with its message.</summary>
    public StoreException(StoreFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>What happened, for code.</summary>
    public StoreFailure Failure { get; }

    /// <summary>Whether the open store can never write again: somebody has to look at its files first.</summary>
    public bool IsFinal => Failure is StoreFailure.Corrupt or StoreFailure.FileGone;

    internal static StoreException From(SqliteException exception)
    {
        var failure = exception.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => StoreFailure.DiskFull,
            raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => StoreFailure.IoError,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreFailure.Busy,
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StoreFailure.Corrupt,
            raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE or raw.SQLITE_ERROR => StoreFailure.Refused,
            _ => StoreFailure.Other,
        };
        var text = failure switch
        {
            StoreFailure.DiskFull => "The store cannot write: the disk is full.",
            StoreFailure.IoError => "The store cannot read or write its file.",
            StoreFailure.Busy => "The store is busy: another connection holds it.",
            StoreFailure.Corrupt => "The store's file is damaged or is not a LiqMon store.",
            StoreFailure.Refused => "The store does not take a row.",
            _ => "The store failed.",
        };
        return new StoreException(failure, $"{text} ({exception.Message})", exception);
    }
}
