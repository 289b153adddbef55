namespace LiqMon.Dashboard;

/// <summary>Remembers each page for a second, so that many visitors cost no more than one.</summary>
internal sealed class PageCache(TimeProvider time)
{
    private const int MostPages = 64;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Asset, decimal MinUsd), (long Since, Task<string?> Page)> _pages = [];

    /// <summary>The page, made anew when the one remembered is too old.</summary>
    internal Task<string?> GetAsync(string asset, decimal minUsd, Func<Task<string?>> make)
    {
        lock (_gate)
        {
            if (_pages.TryGetValue((asset, minUsd), out var known) && !IsOver(known))
                return known.Page;
            if (_pages.Count >= MostPages)
            {
                foreach (var old in _pages.Where(pair => IsOver(pair.Value)).Select(pair => pair.Key).ToList())
                    _pages.Remove(old);
            }

            var page = make();
            _pages[(asset, minUsd)] = (time.GetTimestamp(), page);
            return page;
        }
    }

    // A page that is still being made is waited for, however long that takes.
    private bool IsOver((long Since, Task<string?> Page) known) =>
        known.Page.IsCompleted && time.GetElapsedTime(known.Since) > KeptFor;
}
