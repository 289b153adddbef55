namespace LiqMon.Alerts;

/// <summary>What a step of a rule leads to.</summary>
internal enum RuleStep : byte
{
    /// <summary>Nothing is sent.</summary>
    Nothing,

    /// <summary>The condition has held for long enough, or still holds after a repeat: it is sent.</summary>
    Fire,

    /// <summary>What was sent no longer holds: that is sent once.</summary>
    Clear,
}

/// <summary>
/// Since when a rule has held, and when it was last sent. Pure: moments are lengths of a monotonic clock. What is not known neither
/// fires nor clears, and breaks the time for which a condition must hold.
/// </summary>
/// <param name="rule">The rule.</param>
internal sealed class RuleState(AlertRule rule)
{
    private TimeSpan? _heldFrom;
    private TimeSpan? _sentAt;

    /// <summary>For how long the condition has held at a moment; null while it does not.</summary>
    internal TimeSpan? HeldFor(TimeSpan at) => at - _heldFrom;

    /// <summary>Takes what the condition is now.</summary>
    /// <param name="holds">Whether it holds; null where that is not known.</param>
    /// <param name="at">The moment.</param>
    internal RuleStep Take(bool? holds, TimeSpan at)
    {
        if (holds is null)
        {
            _heldFrom = _sentAt is null ? null : _heldFrom;
            return RuleStep.Nothing;
        }

        if (holds is false)
        {
            var wasSent = _sentAt is not null;
            (_heldFrom, _sentAt) = (null, null);
            return wasSent ? RuleStep.Clear : RuleStep.Nothing;
        }

        _heldFrom ??= at;
        var isDue = _sentAt is { } sent ? at - sent >= rule.Repeat : at - _heldFrom >= rule.For;
        if (!isDue)
            return RuleStep.Nothing;
        _sentAt = at;
        return RuleStep.Fire;
    }
}
