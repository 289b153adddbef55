using LiqMon.Configuration;

namespace LiqMon.External;

/// <summary>The user's settings for Coinalyze.</summary>
/// <param name="Url">Where it is called; null for its own address.</param>
/// <param name="Key">The key; null for not at all.</param>
public sealed record CoinalyzeSettings(Uri? Url, Secret? Key);
