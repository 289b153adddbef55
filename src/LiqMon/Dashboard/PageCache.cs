namespace LiqMon.Dashboard;

/// <summary>
/// Remembers each page for a moment, so that many visitors cost no more than one, and the newest versions of all pages, so that
/// a visitor who has one of them is sent only what has changed. May be used by several threads.
/// </summary>
internal sealed class PageCache(TimeProvider time)
{
    private const int MostPages = 64;
    private const int MostVersions = 96;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Since, Task<PageVersion?> Page)> _pages = new(StringComparer.Ordinal);
    private readonly Queue<PageVersion> _versions = new();

    /// <summary>The page, made anew when the one remembered is too old.</summary>
    /// <param name="name">What makes pages the same.</param>
    /// <param name="make">Makes it; null when that is too much at the moment.</param>
    internal Task<PageVersion?> GetAsync(string name, Func<Task<PageVersion?>> make)
    {
        lock (_gate)
        {
            if (_pages.TryGetValue(name, out var known) && !IsOver(known))
                return known.Page;
            if (_pages.Count >= MostPages)
            {
                foreach (var old in _pages.Where(pair => IsOver(pair.Value)).Select(pair => pair.Key).ToList())
                    _pages.Remove(old);
            }

            var page = MakeAsync(make);
            _pages[name] = (time.GetTimestamp(), page);
            return page;
        }
    }

    /// <summary>A version that was sent lately; null when it is no longer remembered.</summary>
    internal PageVersion? Find(string tag)
    {
        lock (_gate)
            return _versions.FirstOrDefault(version => version.Tag == tag);
    }

    private async Task<PageVersion?> MakeAsync(Func<Task<PageVersion?>> make)
    {
        var version = await make().ConfigureAwait(false);
        if (version is null)
            return null;
        lock (_gate)
        {
            if (_versions.Count >= MostVersions)
                _versions.Dequeue();
            _versions.Enqueue(version);
        }

        return version;
    }

    // A page that is still being made is waited for, however long that takes.
    private bool IsOver((long Since, Task<PageVersion?> Page) known) =>
        known.Page.IsCompleted && time.GetElapsedTime(known.Since) > KeptFor;
}
