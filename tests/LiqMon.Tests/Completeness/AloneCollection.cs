namespace LiqMon.Tests.Completeness;

/// <summary>Tests that move time themselves and watch when the process is at rest: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
