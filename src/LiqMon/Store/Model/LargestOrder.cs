using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>One order, as the largest of a total.</summary>
public sealed record LargestOrder(string Venue, string Symbol, LiquidatedSide Side, long MicroUsd, double Price, long TimeMs);
