using System.Text.Json.Serialization;

namespace LiqMon.Queries;

/// <summary>What every result about a store has in common.</summary>
public abstract record StoreResult
{
    /// <summary>True when the store's data is made up by simulated venues; left out of JSON when it is real.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyOrder(-1)]
    public bool Simulated { get; init; }
}
