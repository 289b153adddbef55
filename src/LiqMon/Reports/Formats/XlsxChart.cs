using System.Globalization;
using System.Security;
using System.Text;
using LiqMon.Reports.Tables;

namespace LiqMon.Reports.Formats;

/// <summary>A column chart of a table in another sheet: it shows what its cells hold, also after they were changed.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Table">The table.</param>
/// <param name="Label">Name of the column of labels.</param>
/// <param name="Series">Names of the columns of dollars, with their colours.</param>
internal sealed record XlsxChart(string Title, ReportTable Table, string Label, IReadOnlyList<(string Column, string Color)> Series)
{
    // Beyond this many columns a chart is no picture any more.
    private const int MostRows = 12;

    private const string LabelFormat = "ddd d mmm";
    private const string DollarFormat = "[&gt;=1000000000]$0.0,,,&quot;B&quot;;[&gt;=1000000]$0.0,,&quot;M&quot;;$#,##0";

    private int Rows => Math.Min(MostRows, Table.Rows.Count);

    /// <summary>The part of the workbook that is the chart.</summary>
    internal Stream Xml()
    {
        var xml = new StringBuilder();
        xml.Append("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1300" b="1"/></a:pPr><a:r><a:rPr lang="en-US" sz="1300" b="1"/>""");
        xml.Append(CultureInfo.InvariantCulture, $"<a:t>{SecurityElement.Escape(Title)}</a:t>");
        xml.Append("""</a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>""");
        for (var at = 0; at < Series.Count; at++)
            Append(xml, at);
        xml.Append("""<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<c:numFmt formatCode="{LabelFormat}" sourceLinked="0"/>""");
        xml.Append("""<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="DFE3E8"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<c:numFmt formatCode="{DollarFormat}" sourceLinked="0"/>""");
        xml.Append("""<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx></c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>""");
        return new MemoryStream(Encoding.UTF8.GetBytes(xml.ToString()));
    }

    private void Append(StringBuilder xml, int at)
    {
        var (column, color) = Series[at];
        var (values, labels) = (IndexOf(column), IndexOf(Label));
        xml.Append(CultureInfo.InvariantCulture, $"""<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{Cells(values, 1, 1)}</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{SecurityElement.Escape(Table.Columns[values].Title)}</c:v></c:pt></c:strCache></c:strRef></c:tx>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<c:spPr><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/><c:cat>""");
        if (Table.Columns[labels].Kind == CellKind.Text)
            Cached(xml, "str", labels, value => SecurityElement.Escape((string?)value) ?? "", null);
        else
            Cached(xml, "num", labels, value => XlsxSheet.Day((DateTimeOffset)value!).ToString(CultureInfo.InvariantCulture), LabelFormat);
        xml.Append("</c:cat><c:val>");
        Cached(xml, "num", values, value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", "General");
        xml.Append("</c:val></c:ser>");
    }

    /// <summary>The cells, and what they hold: a viewer that does not compute draws that.</summary>
    private void Cached(StringBuilder xml, string kind, int column, Func<object?, string> text, string? format)
    {
        xml.Append(CultureInfo.InvariantCulture, $"<c:{kind}Ref><c:f>{Cells(column, 2, Rows + 1)}</c:f><c:{kind}Cache>");
        if (format is not null)
            xml.Append(CultureInfo.InvariantCulture, $"<c:formatCode>{format}</c:formatCode>");
        xml.Append(CultureInfo.InvariantCulture, $"<c:ptCount val=\"{Rows}\"/>");
        for (var row = 0; row < Rows; row++)
        {
            if (Table.Rows[row][column] is { } value)
                xml.Append(CultureInfo.InvariantCulture, $"<c:pt idx=\"{row}\"><c:v>{text(value)}</c:v></c:pt>");
        }

        xml.Append(CultureInfo.InvariantCulture, $"</c:{kind}Cache></c:{kind}Ref>");
    }

    private string Cells(int column, int first, int last)
    {
        var letter = XlsxSheet.Letter(column);
        var range = first == last
            ? FormattableString.Invariant($"${letter}${first}")
            : FormattableString.Invariant($"${letter}${first}:${letter}${last}");
        return SecurityElement.Escape($"'{Table.Title}'!{range}");
    }

    private int IndexOf(string name) => Table.Columns.ToList().FindIndex(column => column.Name == name);
}
