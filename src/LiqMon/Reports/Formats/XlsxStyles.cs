using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LiqMon.Reports.Tables;

namespace LiqMon.Reports.Formats;

/// <summary>Number formats, fonts and fills of the workbook; a cell names its format by index.</summary>
internal static class XlsxStyles
{
    internal const uint Text = 0;
    internal const uint Heading = 1;
    internal const uint Title = 2;
    internal const uint Wrapped = 3;
    internal const uint NumberHeading = 4;

    private const uint FirstOfKinds = 5;
    private const uint FirstNumberFormat = 164;

    // One for each kind of cell, in the order of the enum.
    private static readonly string[] NumberFormats =
    [
        "@",
        "yyyy-mm-dd hh:mm:ss",
        "yyyy-mm-dd hh:mm",
        "ddd yyyy-mm-dd",
        "#,##0",
        "#,##0.00",
        "+#,##0.00;-#,##0.00;0.00",
        "0.0%",
        "0.0%",
        "+0.0%;-0.0%;0.0%",
        "+0.0000%;-0.0000%;0.0000%",
        "#,##0.00######",
        "#,##0.00####",
        "+#,##0.00####;-#,##0.00####;0",
        "0.0",
    ];

    /// <summary>The format of a kind of cell.</summary>
    internal static uint Of(CellKind kind) => FirstOfKinds + (uint)kind;

    internal static void Write(WorkbookStylesPart part) => part.Stylesheet = new Stylesheet(
        new NumberingFormats(NumberFormats.Select((code, at) => new NumberingFormat
        {
            NumberFormatId = FirstNumberFormat + (uint)at,
            FormatCode = code,
        })),
        new Fonts(
            new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
            new Font(new Bold(), new FontSize { Val = 11 }, new Color { Rgb = "FFFFFFFF" }, new FontName { Val = "Calibri" }),
            new Font(new Bold(), new FontSize { Val = 16 }, new FontName { Val = "Calibri" })),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FF1C2430" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
        [
            new CellFormat { FontId = 0 },
            HeadingFormat(HorizontalAlignmentValues.Left),
            new CellFormat { FontId = 2, ApplyFont = true },
            new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Top, WrapText = true }) { FontId = 0, ApplyAlignment = true },
            HeadingFormat(HorizontalAlignmentValues.Right),
            .. NumberFormats.Select((_, at) => new CellFormat { NumberFormatId = FirstNumberFormat + (uint)at, FontId = 0, ApplyNumberFormat = true }),
        ]));

    private static CellFormat HeadingFormat(HorizontalAlignmentValues side) => new(new Alignment { Horizontal = side, Vertical = VerticalAlignmentValues.Center })
    {
        FontId = 1,
        FillId = 2,
        ApplyFont = true,
        ApplyFill = true,
        ApplyAlignment = true,
    };
}
