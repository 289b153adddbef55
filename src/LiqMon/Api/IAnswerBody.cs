namespace LiqMon.Api;

/// <summary>What an answer sends: made before, or made while it is sent.</summary>
internal interface IAnswerBody : IDisposable
{
    /// <summary>Bytes of it; null where they are not known before they are sent.</summary>
    long? Length { get; }

    /// <summary>Sends all of it. May be called several times, also at once.</summary>
    Task SendAsync(Stream to, CancellationToken cancellation);
}
