namespace LiqMon.Simulator;

/// <summary>Takes the control streams of a venue.</summary>
internal interface IPublisher
{
    /// <summary>Sends a message to those who subscribed to the topic; it is built only if there are any.</summary>
    void Publish<TState>(string topic, TState state, Func<TState, byte[]> build);

    /// <summary>Whether anybody subscribed to the topic.</summary>
    bool HasSubscribers(string topic);
}
