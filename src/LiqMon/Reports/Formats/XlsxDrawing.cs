using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace LiqMon.Reports.Formats;

/// <summary>Puts charts below the text of a sheet, one below the other.</summary>
internal static class XlsxDrawing
{
    /// <summary>How many rows of ordinary height a chart takes, with some space below it.</summary>
    internal const int RowsOfChart = 20;

    private const string DrawingRelation = "drawing";

    // In English Metric Units, 12,700 a point.
    private const long Width = 760 * 9_525;
    private const long Height = (RowsOfChart - 2) * 15 * 12_700;

    /// <summary>Adds the charts.</summary>
    /// <param name="part">The sheet, with its rows already written.</param>
    /// <param name="charts">What to draw.</param>
    /// <param name="firstRow">The row of the first chart, from 0.</param>
    internal static void Write(WorksheetPart part, IReadOnlyList<XlsxChart> charts, int firstRow)
    {
        var drawing = part.AddNewPart<DrawingsPart>(DrawingRelation);
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">""");
        for (var at = 0; at < charts.Count; at++)
        {
            var relation = FormattableString.Invariant($"chart{at + 1}");
            using (var chart = charts[at].Xml())
                drawing.AddNewPart<ChartPart>(relation).FeedData(chart);
            xml.Append(CultureInfo.InvariantCulture, $"""<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{firstRow + (at * RowsOfChart)}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="{Width}" cy="{Height}"/>""");
            xml.Append(CultureInfo.InvariantCulture, $"""<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{at + 2}" name="Chart {at + 1}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{relation}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>""");
        }

        xml.Append("</xdr:wsDr>");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml.ToString()));
        drawing.FeedData(stream);
        part.Worksheet!.AppendChild(new Drawing { Id = DrawingRelation });
    }
}
