namespace LiqMon.Tests.Completeness;

/// <summary>Tests that measure the process itself: nothing else may run in it meanwhile. They leave a core idle.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
