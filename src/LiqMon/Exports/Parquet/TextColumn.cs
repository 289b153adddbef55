using Parquet;
using Parquet.Schema;

namespace LiqMon.Exports;

/// <summary>Texts of few different values, written as a dictionary.</summary>
internal sealed class TextColumn(ExportColumn column) : ParquetColumn(new DataField(column.Name, typeof(string), column.IsOptional))
{
    private readonly Cells<string?> _texts = new();

    internal override void Add(string? value) => _texts.Add(value);

    public override void Dispose() => _texts.Dispose();

    internal override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        await group.WriteAsync(Field, _texts.Segment!).ConfigureAwait(false);
        _texts.Clear();
    }
}

/// <summary>Identities, as 16 hexadecimal digits: as everywhere else, and a number of 64 bits without sign is not known to every engine.</summary>
internal sealed class IdentityColumn(ExportColumn column) : ParquetColumn(new DataField(column.Name, typeof(string), column.IsOptional))
{
    private readonly Cells<long> _identities = new();
    private string[] _texts = [];

    internal override void Add(long? value) => _identities.Add(value ?? 0);

    public override void Dispose() => _identities.Dispose();

    internal override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        var count = _identities.Count;
        if (_texts.Length < count)
            _texts = new string[count];
        for (var i = 0; i < count; i++)
            _texts[i] = _identities[i].ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        await group.WriteAsync(Field, new ArraySegment<string>(_texts, 0, count)).ConfigureAwait(false);
        _identities.Clear();
    }
}
