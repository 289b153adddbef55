using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LiqMon.Tests.Influx;

/// <summary>
/// A database server of the tests' or benchmarks' own, on a free port of loopback, with its data in a temporary folder. It can be
/// killed and started again on the same port with its data kept.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly string _program;
    private readonly Func<string, int, string[]> _arguments;
    private readonly string _health;
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-server-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<string> _output = [];
    private Process? _process;

    private ServerProcess(string program, Func<string, int, string[]> arguments, string health)
    {
        _program = program;
        _arguments = arguments;
        _health = health;
        // A test run that is ended early leaves no server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    internal int Port { get; private set; }

    internal Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Processor time it has taken since it was last started.</summary>
    internal TimeSpan Processor
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The full path of an installed program, or null.</summary>
    internal static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments, from its data folder and port.</param>
    /// <param name="health">The path that answers when it is ready.</param>
    internal static async Task<ServerProcess> StartAsync(string program, Func<string, int, string[]> arguments, string health)
    {
        var server = new ServerProcess(program, arguments, health);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort();
            try
            {
                await server.StartAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Somebody else took the port between the look and the start.
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the server again after <see cref="KillAsync"/>, with port and data as before.</summary>
    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo(_program, _arguments(_folder, Port)) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"{_program} ended: {Output}");
            if (watch.Elapsed >= TimeSpan.FromSeconds(60))
                throw new TimeoutException($"{_program} does not answer: {Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Ends the server without a warning, as a power cut or the kernel would; its data stay.</summary>
    internal async Task KillAsync()
    {
        End();
        await _process!.WaitForExitAsync();
    }

    /// <summary>Whether it has ever written a line with a text.</summary>
    internal bool HasWritten(string text)
    {
        lock (_output)
            return _output.Exists(line => line.Contains(text, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output.TakeLast(20));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Url, _health));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
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
