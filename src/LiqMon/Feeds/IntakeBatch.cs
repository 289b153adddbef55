using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>What one frame gave, gathered before anything is counted or handed over. Reused from frame to frame.</summary>
internal sealed class IntakeBatch
{
    public List<StoreItem> Items { get; } = [];

    public List<OpenInterest> OpenInterest { get; } = [];

    public List<MarkPrice> Marks { get; } = [];

    /// <summary>Why messages of the frame could not be used, the readings' own rejections included.</summary>
    public List<RejectReason> Rejections { get; } = [];

    public int Valued { get; set; }

    public int Pending { get; set; }

    public int FilteredLiquidations { get; set; }

    public int Unvalued { get; set; }

    public int FilteredMarket { get; set; }

    public void Clear()
    {
        Items.Clear();
        OpenInterest.Clear();
        Marks.Clear();
        Rejections.Clear();
        Valued = Pending = FilteredLiquidations = Unvalued = FilteredMarket = 0;
    }
}
