using System.Globalization;

namespace LiqMon.Store;

/// <summary>How many points of which measurement. As text: <c>squeeze=120 feed_health=48</c>.</summary>
internal sealed class PointCounts
{
    private readonly SortedDictionary<string, long> _points = new(StringComparer.Ordinal);

    /// <summary>The counts by measurement.</summary>
    internal IReadOnlyDictionary<string, long> All => _points;

    internal void Add(string measurement, long points) =>
        _points[measurement] = _points.GetValueOrDefault(measurement) + points;

    /// <summary>Adds what another wrote as text; a part that cannot be read is passed over.</summary>
    internal void AddText(string text)
    {
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = part.LastIndexOf('=');
            if (separator > 0 && long.TryParse(part.AsSpan(separator + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var points))
                Add(part[..separator], points);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', _points.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));
}
