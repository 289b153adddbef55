namespace LiqMon.Exports;

/// <summary>Rows of one kind, oldest first.</summary>
internal interface IExportSource : IDisposable
{
    /// <summary>Reads at most so many rows of the store and writes those that were requested; false when there are no more.</summary>
    bool Next(int most, IRowWriter rows);
}
