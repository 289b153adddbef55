namespace LiqMon.Tests.Dashboard;

/// <summary>One Chromium for all tests of a class, started by the first of them that needs it.</summary>
public sealed class OneBrowser : IAsyncLifetime
{
    private Browser? _browser;

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    /// <summary>The browser on an empty page, as if nothing had been opened in it.</summary>
    internal async Task<Browser> OpenAsync()
    {
        _browser ??= await Browser.StartAsync();
        await _browser.LeaveAsync();
        return _browser;
    }
}
