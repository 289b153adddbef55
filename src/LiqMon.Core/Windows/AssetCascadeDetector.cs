using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>One asset's recent past, and the cascades in it.</summary>
internal sealed class AssetCascadeDetector(string asset, CascadeRule rule, VenueBits venues)
{
    // Before its own second a trailing minute has so many.
    private const long Trailing = 59;

    private readonly Dictionary<long, BaselineMinute> _normals = [];
    private SortedWindow? _window;
    private long _newestNormal = long.MinValue;

    // Normals of later minutes than this one hold no longer; they are dropped together when one is next needed.
    private long _normalsHoldUntil = long.MaxValue;

    public string Asset => asset;

    public MinuteHistory Minutes { get; } = new();

    public SecondHistory Seconds { get; } = new();

    /// <summary>The cascades found, in no order.</summary>
    public List<CascadeRun> Runs { get; private set; } = [];

    /// <summary>The first minute in which something has changed since the last search; null for none.</summary>
    public long? ChangedFrom { get; set; }

    /// <summary>First minute of the store: before it nothing was watched.</summary>
    public long FirstMinute
    {
        get;
        set
        {
            field = value;
            _normals.Clear();
            (_newestNormal, _normalsHoldUntil) = (long.MinValue, long.MaxValue);
        }
    }

    public void Add(in SecondSums sums)
    {
        Seconds.Add(sums);
        AddMinute(sums.Second / 60, sums.MicroUsd);
    }

    public void AddMinute(long minute, Int128 microUsd)
    {
        var (before, after) = Minutes.Add(minute, microUsd);
        _window?.Replace(minute, before, after);
        Change(minute);
        if (minute < _newestNormal)
            _normalsHoldUntil = Math.Min(_normalsHoldUntil, minute);
    }

    /// <summary>Whether a search can find anything else than the one before.</summary>
    public bool IsToSearch(long searchedSecond) =>
        ChangedFrom is not null || Seconds.Newest >= searchedSecond - 120 || Runs.Exists(run => run.Cascade.IsOpen);

    /// <summary>Marks everything from a minute on as changed.</summary>
    public void Change(long fromMinute) => ChangedFrom = Math.Min(ChangedFrom ?? long.MaxValue, fromMinute);

    /// <summary>Where a search from a minute on has to look: only where the dollars of minutes allow a cascade.</summary>
    /// <param name="fromMinute">The minute.</param>
    /// <param name="nowSecond">The last second to judge.</param>
    public SearchPlan Plan(long fromMinute, long nowSecond)
    {
        var looked = FirstWarm(fromMinute);
        var start = looked;
        var stretches = new List<SecondSpan>();
        var nowMinute = nowSecond / 60;
        for (var minute = Minutes.NotEmptyFrom(start - 1); minute <= nowMinute; minute = Next(minute.Value))
        {
            // A trailing minute holds at most what both minutes it touches do.
            foreach (var touched in (ReadOnlySpan<long>)[minute.Value, minute.Value + 1])
            {
                if (touched < start || touched > nowMinute || AtMost(touched) < rule.FloorMicroUsd
                    || AtMost(touched) < Normal(touched).OpenMicroUsd)
                    continue;
                var (from, to) = (FirstWarm(touched), LastWarm(touched, nowMinute));
                stretches.Add(new(asset, from * 60 - Trailing, Math.Min(to * 60 + Trailing, nowSecond)));
                start = to + 1;
            }
        }

        return new(looked, stretches);

        long? Next(long minute) => Minutes.NotEmptyFrom(Math.Max(minute + 1, start - 1));
    }

    /// <summary>
    /// Looks for cascades where a plan says, and puts them in the place of those found there before.
    /// </summary>
    /// <param name="plan">Where to look.</param>
    /// <param name="nowSecond">The last second to judge.</param>
    /// <param name="seconds">Gives the seconds of a stretch.</param>
    public void Search(SearchPlan plan, long nowSecond, SecondSource seconds)
    {
        ChangedFrom = null;
        var found = new List<CascadeRun>();
        foreach (var stretch in plan.Stretches)
            found.AddRange(SearchSeconds(stretch, nowSecond, seconds(stretch)));

        // A run that is found again takes the place of itself, wherever it ended.
        Runs = [.. Runs.Where(run => run.LastSecond < plan.LookedFrom * 60 && !found.Exists(run.HasNameOf)), .. found];
    }

    /// <summary>Adds up a run of which the first and the last second that count are known.</summary>
    public CascadeRun Sum(LiquidatedSide side, long first, long last, long nowSecond, SecondSource seconds) =>
        Sum(side, first, last, nowSecond, seconds(SpanOf(first, last)));

    /// <summary>The seconds that a run needs: those of its trailing minutes too.</summary>
    public SecondSpan SpanOf(long first, long last) => new(asset, first - Trailing, last);

    public void Forget(long beforeMinute, long beforeSecond, long runsBeforeSecond)
    {
        Minutes.Forget(beforeMinute);
        if (_window?.From < beforeMinute)
            _window = null;
        Seconds.Forget(beforeSecond);
        Runs.RemoveAll(run => run.LastSecond < runsBeforeSecond);
        foreach (var old in _normals.Keys.Where(minute => minute < beforeSecond / 60).ToList())
            _normals.Remove(old);
    }

    /// <summary>The normal of a minute, from the minutes before it.</summary>
    public BaselineMinute Normal(long minute)
    {
        if (_normalsHoldUntil < _newestNormal)
            DropNormals();
        if (_normals.TryGetValue(minute, out var known))
            return known;
        var from = Math.Max(FirstMinute, minute - CascadeRule.NormalMinutes);
        _window ??= new SortedWindow(Minutes);
        var normal = BaselineMinute.Of(_window.MoveTo(from, Math.Max(from, minute)), (int)Math.Max(0, minute - from), rule);
        _normals.Add(minute, normal);
        _newestNormal = Math.Max(_newestNormal, minute);
        return normal;
    }

    private void DropNormals()
    {
        foreach (var later in _normals.Keys.Where(key => key > _normalsHoldUntil).ToList())
            _normals.Remove(later);
        (_newestNormal, _normalsHoldUntil) = (_normalsHoldUntil, long.MaxValue);
    }

    private List<CascadeRun> SearchSeconds(SecondSpan stretch, long nowSecond, ReadOnlySpan<SecondSums> seconds)
    {
        var (first, last) = (stretch.From + Trailing, stretch.To);
        RunDetector[] searches = [new(rule, LiquidatedSide.Long), new(rule, LiquidatedSide.Short)];
        var trailing = default(SecondSums);
        int entering = 0, leaving = 0;
        for (var second = stretch.From; second <= last; second++)
        {
            if (entering < seconds.Length && seconds[entering].Second == second)
                trailing = trailing.Plus(seconds[entering++]);
            if (leaving < entering && seconds[leaving].Second == second - 60)
                trailing = trailing.Without(seconds[leaving++]);

            if (second < first || trailing.MicroUsd == 0)
                continue;
            var normal = Normal(second / 60);
            foreach (var search in searches)
                search.Evaluate(second, trailing, normal);
        }

        var runs = new List<CascadeRun>();
        foreach (var search in searches)
        {
            search.End();
            foreach (var (runFirst, runLast) in search.Found)
                runs.Add(Sum(search.Side, runFirst, runLast, nowSecond, seconds));
        }

        return runs;
    }

    private CascadeRun Sum(LiquidatedSide side, long first, long last, long nowSecond, ReadOnlySpan<SecondSums> seconds)
    {
        var run = CascadeRun.Sum(asset, side, first, last, seconds, venues);
        return run with
        {
            Cascade = run.Cascade with
            {
                Multiple = Normal(first / 60).MedianMicroUsd is { } median ? run.Cascade.PeakMinuteMicroUsd / median : null,
                IsOpen = nowSecond - last <= CascadeRule.QuietSeconds,
            },
        };
    }

    private Int128 AtMost(long minute) => Minutes[minute - 1] + Minutes[minute];

    private bool IsWarm(long minute) =>
        AtMost(minute) is var most && most >= rule.FloorMicroUsd / 10 && most >= Normal(minute).ExtendMicroUsd;

    // Two minutes without a counting second are longer than any pause within a run.
    private long FirstWarm(long minute)
    {
        while (IsWarm(minute - 1) || IsWarm(minute - 2))
            minute--;
        return minute;
    }

    private long LastWarm(long minute, long nowMinute)
    {
        while (minute < nowMinute && (IsWarm(minute + 1) || IsWarm(minute + 2)))
            minute++;
        return minute;
    }
}
