using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Tests.Reports;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Dashboard;

/// <summary>One page of the installed Chromium, driven over its own protocol: what a visitor sees, and what went wrong on the way.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(20));
    private int _calls;

    private Browser(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    /// <summary>Every address that was asked for.</summary>
    internal List<Uri> Requested { get; } = [];

    /// <summary>Bytes that came over the network, with their headers.</summary>
    internal long Received { get; private set; }

    /// <summary>What a developer would see in red.</summary>
    internal List<string> Errors { get; } = [];

    internal static async Task<Browser> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("liqmon-browser-");
        var start = new ProcessStartInfo("chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Browser(Process.Start(start)!, profile);
        browser._process.OutputDataReceived += (_, _) => { };
        browser._process.ErrorDataReceived += (_, _) => { };
        browser._process.BeginOutputReadLine();
        browser._process.BeginErrorReadLine();
        var port = Path.Combine(profile.FullName, "DevToolsActivePort");
        string[] lines = [];
        await Until.TrueAsync(() => File.Exists(port) && (lines = File.ReadAllLines(port)).Length > 1, "Chromium listens", seconds: 60);
        using var http = new HttpClient();
        var pages = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{lines[0]}/json/list"))!.AsArray();
        var page = pages.First(target => (string?)target!["type"] == "page")!;
        await browser._socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), browser._patience.Token);
        foreach (var domain in new[] { "Page", "Network", "Runtime", "Log" })
            await browser.CallAsync(domain + ".enable");
        return browser;
    }

    /// <summary>Opens a page on a screen of that width, in the light or the dark.</summary>
    internal async Task OpenAsync(Uri page, int width, bool isDark = false)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = width < 600 });
        await CallAsync("Emulation.setTouchEmulationEnabled", new { enabled = width < 600 });
        await CallAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = isDark ? "dark" : "light" } } });
        // The page that was there may still answer for a moment, laid out for the screen before.
        await EvaluateAsync("window.isLeft = true");
        await CallAsync("Page.navigate", new { url = page.AbsoluteUri });
        await UntilAsync("document.readyState === 'complete' && !window.isLeft");
        await EvaluateAsync("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    }

    /// <summary>Leaves the page, and forgets what was requested and what went wrong on it.</summary>
    internal async Task LeaveAsync()
    {
        await CallAsync("Page.navigate", new { url = "about:blank" });
        await UntilAsync("document.readyState === 'complete' && location.href === 'about:blank'");
        Requested.Clear();
        Errors.Clear();
        Received = 0;
    }

    /// <summary>The value of an expression on the page.</summary>
    internal async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        Assert.True(answer["exceptionDetails"] is null, $"{expression}: {answer["exceptionDetails"]?.ToJsonString()}");
        return answer["result"]?["value"];
    }

    /// <summary>Waits until an expression on the page is true; on a page that is still on its way it is not.</summary>
    internal Task UntilAsync(string expression) => Wait.UntilAsync(
        async () => (bool)(await EvaluateAsync($"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()"))!, () => expression);

    /// <summary>Presses and releases a key: <c>ArrowDown</c>, <c>Enter</c>, <c>Tab</c>.</summary>
    internal async Task PressAsync(string key)
    {
        var code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, "ArrowLeft" => 37, "ArrowUp" => 38, "ArrowRight" => 39, _ => 40 };
        await CallAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, code = key, windowsVirtualKeyCode = code, text = key == "Enter" ? "\r" : "" });
        await CallAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    /// <summary>Moves the mouse to a place on the screen, and clicks there if wanted.</summary>
    internal async Task PointAsync(double x, double y, bool click = false)
    {
        await CallAsync("Input.dispatchMouseEvent", new { type = "mouseMoved", x, y });
        if (!click)
            return;
        await CallAsync("Input.dispatchMouseEvent", new { type = "mousePressed", x, y, button = "left", clickCount = 1 });
        await CallAsync("Input.dispatchMouseEvent", new { type = "mouseReleased", x, y, button = "left", clickCount = 1 });
    }

    /// <summary>Taps a place on the screen with a finger.</summary>
    internal async Task TapAsync(double x, double y)
    {
        await CallAsync("Input.dispatchTouchEvent", new { type = "touchStart", touchPoints = new[] { new { x, y } } });
        await CallAsync("Input.dispatchTouchEvent", new { type = "touchEnd", touchPoints = Array.Empty<object>() });
    }

    /// <summary>A picture of the whole page, however long.</summary>
    internal async Task<Picture> PictureAsync()
    {
        var answer = await CallAsync("Page.captureScreenshot", new { captureBeyondViewport = true });
        return Picture.Read(Convert.FromBase64String((string)answer["data"]!));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _socket.Dispose();
        _patience.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task<JsonNode> CallAsync(string method, object? parameters = null)
    {
        var id = ++_calls;
        var call = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _socket.SendAsync(call, WebSocketMessageType.Text, endOfMessage: true, _patience.Token);
        while (true)
        {
            var message = await ReceiveAsync();
            if ((int?)message["id"] != id)
            {
                Note((string?)message["method"], message["params"]);
                continue;
            }

            Assert.True(message["error"] is null, $"{method}: {message.ToJsonString()}");
            return message["result"]!;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[65_536];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!;
    }

    private void Note(string? method, JsonNode? what)
    {
        if (method == "Network.requestWillBeSent")
            Requested.Add(new Uri((string)what!["request"]!["url"]!));
        else if (method == "Network.loadingFinished")
            Received += (long)(double)what!["encodedDataLength"]!;
        else if (method == "Runtime.exceptionThrown" || (method == "Log.entryAdded" && (string?)what!["entry"]!["level"] == "error"))
            Errors.Add(what!.ToJsonString());
    }
}
