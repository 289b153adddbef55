namespace LiqMon.Feeds.Coverage;

/// <summary>
/// How far apart the proofs of a feed normally are, learnt from the feed itself and kept across its reconnects. Silence
/// beyond <see cref="Limit"/> proves nothing. Pure. May be used by several threads at once.
/// <para>
/// What is learnt is the longest distance of each second, so that a burst of orders does not drive out the slower rhythm
/// of the control stream. A silence beyond the limit counts as one of the limit: it is not good times, but a venue that
/// has become slower for good is followed after a few of them.
/// </para>
/// </summary>
internal sealed class ProofRhythm
{
    /// <summary>How many distances are kept.</summary>
    public const int Kept = 512;

    /// <summary>How many must be known before they say anything.</summary>
    public const int Needed = 20;

    /// <summary>How many times as long as usual a silence may be.</summary>
    public const double Tolerance = 2.5;

    /// <summary>
    /// How many times the venue's usual silence must have been watched before anything is learnt: a burst of orders says
    /// nothing of a control stream that comes once a minute.
    /// </summary>
    private const int UsualSilences = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);

    /// <summary>Proofs are written each second, and committed at once.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(1);

    private readonly Lock _using = new();
    private readonly Queue<TimeSpan> _distances = new(Kept);
    private readonly TimeSpan _venueLimit;
    private TimeSpan _limit;
    private TimeSpan _slotLength;
    private TimeSpan _slotLongest;
    private TimeSpan _watched;

    /// <param name="venueLimit">The venue's own limit of silence.</param>
    public ProofRhythm(TimeSpan venueLimit) => _venueLimit = _limit = venueLimit;

    /// <summary>The longest silence between two proofs that is normal.</summary>
    public TimeSpan Limit
    {
        get
        {
            lock (_using)
                return _limit;
        }
    }

    /// <summary>
    /// How long after a proof the next may take while all is well, and what is written of it may lag behind: never longer
    /// than <see cref="Limit"/>, beyond which the silence is a gap.
    /// </summary>
    public TimeSpan Holds
    {
        get
        {
            lock (_using)
            {
                var usual = (_limit / Tolerance) + Writing;
                usual = usual > Shortest ? usual : Shortest;
                return usual < _limit ? usual : _limit;
            }
        }
    }

    /// <summary>Learns a distance between two proofs of one connection.</summary>
    public void Learn(TimeSpan distance)
    {
        lock (_using)
        {
            var learnt = distance < _limit ? distance : _limit;
            _slotLength += distance;
            _watched += distance;
            _slotLongest = learnt > _slotLongest ? learnt : _slotLongest;
            if (_slotLength < Slot)
                return;
            if (_distances.Count == Kept)
                _distances.Dequeue();
            _distances.Enqueue(_slotLongest);
            _slotLength = _slotLongest = TimeSpan.Zero;
            _limit = Evaluate();
        }
    }

    private TimeSpan Evaluate()
    {
        if (_distances.Count < Needed || _watched < _venueLimit / Tolerance * UsualSilences)
            return _venueLimit;
        TimeSpan first = default, second = default, third = default;
        foreach (var distance in _distances)
        {
            if (distance > first)
                (first, second, third) = (distance, first, second);
            else if (distance > second)
                (second, third) = (distance, second);
            else if (distance > third)
                third = distance;
        }

        var limit = third * Tolerance;
        limit = limit > Shortest ? limit : Shortest;
        return limit < _venueLimit ? limit : _venueLimit;
    }
}
