using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LiqMon.Postgres;
using Npgsql;

namespace LiqMon.Tests.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own, on a free port of loopback, with its data in a temporary folder. It does not run as root, so
/// root starts it as the user that comes with Debian's package. It can be killed and started again with its data.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private const int Attempts = 5;

    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-postgres-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;
    private int _databases;

    private PostgresServer()
    {
        // A test run that is ended early leaves no server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>Why there can be no server here; null when there can.</summary>
    internal static string? WhyMissing => Programs is null
        ? "There is no PostgreSQL; apt-get install postgresql"
        : Environment.IsPrivilegedProcess && !File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal))
            ? "PostgreSQL does not run as root, and there is no user postgres"
            : null;

    internal int Port { get; private set; }

    internal static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", [User, server._folder]);
        await server.AsUserAsync("initdb", ["-D", server.Data, "-U", "liqmon", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else took the port between the look and the start.
            }
        }
    }

    /// <summary>A database of its own, and how to reach it.</summary>
    internal async Task<(PostgresOptions Options, string Connection)> NewDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Connection("postgres"), $"CREATE DATABASE {name}");
        Assert.True(PostgresUrl.TryRead($"postgres://liqmon:secret@127.0.0.1:{Port}/{name}", allowPlain: false, out var options, out var error), error);
        return (options!, Connection(name));
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, with port and data as before.</summary>
    internal async Task RestartAsync()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await RunAsync();
                return;
            }
            catch (InvalidOperationException) when (watch.Elapsed < TimeSpan.FromSeconds(60))
            {
                // What its children share is in use until they have noticed that it is gone.
                await Task.Delay(100);
            }
        }
    }

    private async Task RunAsync()
    {
        _process = Process.Start(Start("postgres", ["-D", Data, "-p", $"{Port}", "-h", "127.0.0.1", "-k", _folder, "-c", "max_wal_size=128MB"]))!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"postgres ended: {Output}");
            if (watch.Elapsed > TimeSpan.FromSeconds(90))
                throw new TimeoutException($"postgres does not answer: {Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Ends it without a warning, as a power cut would; its data stay.</summary>
    internal async Task KillAsync()
    {
        End();
        await _process!.WaitForExitAsync();
    }

    internal static async Task<string> RowAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
#pragma warning disable CA2100 // The tests' own text.
        await using var command = new NpgsqlCommand(sql, open);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
            lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => FormattableString.Invariant($"{(rows.IsDBNull(i) ? "" : rows.GetValue(i))}"))));
        return string.Join('\n', lines);
    }

    internal static Task ExecuteAsync(string connection, string sql) => RowAsync(connection, sql);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output.TakeLast(20));
        }
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={Port};Username=liqmon;Database={database};Pooling=false;Timeout=5";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var path = Path.Combine(Programs!, program);
        // setpriv becomes the program itself, so that ending the process ends the server.
        string[] all = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        return new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
    }

    private Task AsUserAsync(string program, string[] arguments)
    {
        var start = Start(program, arguments);
        return RunAsync(start.FileName, [.. start.ArgumentList]);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}{await output}");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await RowAsync(Connection("postgres"), "SELECT 1");
            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private void End()
    {
        try
        {
            _process?.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, or never began.
        }
    }

    private void Remember(string? line)
    {
        lock (_output)
            _output.Add(line ?? "");
    }
}

/// <summary>One server for all tests of a class; none where there is no PostgreSQL.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal PostgresServer? Server { get; private set; }

    public async Task InitializeAsync() => Server = PostgresServer.WhyMissing is null ? await PostgresServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
    }
}

/// <summary>A test against a real PostgreSQL; skipped, with what to install, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyMissing;
}
