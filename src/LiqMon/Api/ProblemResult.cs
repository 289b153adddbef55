namespace LiqMon.Api;

/// <summary>Why a request was not answered.</summary>
/// <param name="Error">What is wrong and what is accepted.</param>
public sealed record ProblemResult(string Error);
