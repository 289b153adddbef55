using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>A stored cascade.</summary>
/// <param name="Cascade">The cascade. Asset, side and start name it.</param>
/// <param name="Revision">Rises with every write of any cascade, so that a reader can follow what has changed.</param>
/// <param name="IsWithdrawn">Whether liquidations that came late have shown that there was no such cascade.</param>
public sealed record CascadeRow(Cascade Cascade, long Revision, bool IsWithdrawn);

/// <summary>A cascade to be stored; it takes the place of the one of the same asset, side and start.</summary>
/// <param name="Cascade">The cascade.</param>
/// <param name="IsSettled">Whether the hour after it is over and known, so that nothing more is expected.</param>
/// <param name="IsWithdrawn">Whether it turned out not to be one.</param>
public sealed record CascadeWrite(Cascade Cascade, bool IsSettled = false, bool IsWithdrawn = false);
