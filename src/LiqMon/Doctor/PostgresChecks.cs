using LiqMon.Postgres;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Whether PostgreSQL answers, lets LiqMon in, and has its tables or lets them be made.</summary>
internal sealed class PostgresServerCheck(PostgresOptions options) : ICheck
{
    public string Name => "server";

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        await using var client = new PostgresClient(options);
        try
        {
            await client.OpenAsync(cancellation);
            return CheckResult.Ok($"PostgreSQL {await client.VersionAsync(cancellation)} takes rows: {options.Name}");
        }
        catch (Exception failure) when (PostgresFault.Of(failure) is not null)
        {
            var fault = PostgresFault.Of(failure)!;
            return CheckResult.Fail(
                $"{options.Name}: {fault.Detail}",
                fault.IsDenied
                    ? "Correct user, password and database in Postgres:Url; the user must be allowed to make a schema: GRANT CREATE ON DATABASE."
                    : "Start PostgreSQL, or correct Postgres:Url. What is not written is kept and delivered later.");
        }
    }
}

/// <summary>Whether what the store holds has been delivered to PostgreSQL.</summary>
internal static class PostgresBacklogCheck
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    internal static CheckResult Look(StoreReader store, DateTimeOffset now)
    {
        using var reader = OutboxReader.Over(store);
        if (reader.State(PostgresOptions.Destination) is not { } state)
            return CheckResult.Skipped("nothing has been written yet; 'liqmon run' begins");
        var waits = state.WaitingSinceMs is { } since ? now - Timestamps.FromUnixMs(since) : TimeSpan.Zero;
        return waits > Late
            ? CheckResult.Warn(
                $"{NumberText.Count(state.Waiting)} commits wait, the oldest for {FloorReasons.Length(waits)}{(state.Fault is { } fault ? $": {fault}" : "")}",
                state.Fault is null ? "Is 'liqmon run' running?" : null)
            : CheckResult.Ok($"{NumberText.Count(state.Points)} rows written, {(state.Waiting == 0 ? "nothing waits" : $"the newest waits {FloorReasons.Length(waits)}")}");
    }
}
