using LiqMon.Store;

namespace LiqMon.Doctor;

/// <summary>Whether there is a store, of a version that this program knows.</summary>
internal sealed class StoreOpensCheck(string dataDirectory) : ICheck
{
    public string Name => "opens";

    public Task<CheckResult> RunAsync(CancellationToken cancellation) => Task.FromResult(Look());

    private CheckResult Look()
    {
        try
        {
            using var reader = StoreReader.Open(dataDirectory);
            var bytes = Directory.GetFiles(dataDirectory, EventStore.FileName + "*").Sum(file => new FileInfo(file).Length);
            return CheckResult.Ok($"version {Schema.Version}, {bytes / 1_048_576.0:0.0} MiB, SQLite {reader.Connection.SqliteVersion}");
        }
        catch (StoreException failure)
        {
            return failure.Failure switch
            {
                StoreFailure.NotFound => CheckResult.Warn(failure.Message),
                // An older store is brought up to date by the next run; the message says so.
                StoreFailure.Other => CheckResult.Warn(failure.Message),
                StoreFailure.Corrupt => CheckResult.Fail(failure.Message, StoreIntegrityCheck.WhatToDo),
                _ => CheckResult.Fail(failure.Message),
            };
        }
    }
}
