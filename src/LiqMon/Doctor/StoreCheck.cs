using LiqMon.Store;

namespace LiqMon.Doctor;

/// <summary>A check that asks the store, by a reading connection of its own.</summary>
/// <param name="name">What is looked at.</param>
/// <param name="dataDirectory">Folder of the store.</param>
/// <param name="look">Asks; cancelled when its time is over.</param>
internal sealed class StoreCheck(string name, string dataDirectory, Func<StoreReader, CancellationToken, CheckResult> look) : ICheck
{
    public string Name => name;

    // A large store takes long to read; that is no fault of it.
    public CheckState WhenOverdue => CheckState.Warn;

    public Task<CheckResult> RunAsync(CancellationToken cancellation) => Task.Run(() => Look(cancellation), cancellation);

    private CheckResult Look(CancellationToken cancellation)
    {
        StoreReader reader;
        try
        {
            reader = StoreReader.Open(dataDirectory);
        }
        catch (StoreException)
        {
            return CheckResult.Skipped("the store cannot be opened");
        }

        using (reader)
        {
            try
            {
                return look(reader, cancellation);
            }
            catch (StoreException failure)
            {
                return CheckResult.Fail(failure.Message, failure.Failure == StoreFailure.Corrupt ? StoreIntegrityCheck.WhatToDo : null);
            }
        }
    }
}
