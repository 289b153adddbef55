using LiqMon.Doctor;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows what checks found to people.</summary>
public static class DoctorRendering
{
    private const int LeastForText = 30;
    private const int WordWidth = 9;
    private const string Margin = "  ";

    /// <summary>One paragraph for each check, one heading for each thing they are about, and the sum at the end.</summary>
    public static void Write(TextWriter output, DoctorResult answer, int width, bool color)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(answer);
        var names = answer.Checks.Select(check => check.Check.Length).DefaultIfEmpty().Max();
        foreach (var about in answer.Checks.GroupBy(check => check.About))
        {
            output.WriteLine(about.Key);
            foreach (var check in about)
                Write(output, check, names, width, color);
        }

        output.WriteLine();
        output.WriteLine(Sum(answer));
    }

    /// <summary>One row for each check.</summary>
    public static Grid Of(DoctorResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Grid(
            [new("about"), new("check"), new("state"), new("finding"), new("advice")],
            [
                .. answer.Checks.Select(check => new GridCell[]
                {
                    check.About, check.Check, new(Word(check.State), ToneOf(check.State)), check.Finding, check.Advice ?? "",
                }),
            ]);
    }

    /// <summary>Writes the checks as CSV.</summary>
    public static void WriteCsv(TextWriter output, DoctorResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var csv = new CsvText(output, "about", "check", "state", "finding", "advice");
        foreach (var check in answer.Checks)
            csv.Row(check.About, check.Check, EnumNames.Of(check.State), check.Finding, check.Advice);
    }

    private static void Write(TextWriter output, CheckOutcome check, int names, int width, bool color)
    {
        var word = Word(check.State);
        var label = $"{new string(' ', WordWidth - word.Length)}  {check.Check.PadRight(names)}  ";
        var indent = Margin.Length + WordWidth + 2 + names + 2;
        // On a narrow terminal text has lines of its own.
        var isNarrow = width - indent < LeastForText;
        indent = isNarrow ? 2 * Margin.Length : indent;
        var lines = GridText.Wrap(TerminalText.Of(check.Finding), width - indent, indent: 0).ToList();
        output.WriteLine($"{Margin}{GridText.Toned(word, ToneOf(check.State), color)}{label}{(isNarrow ? "" : lines[0])}".TrimEnd());
        if (check.Advice is { } advice)
            lines.AddRange(GridText.Wrap("→ " + TerminalText.Of(advice), width - indent, indent: 2));
        foreach (var line in lines.Skip(isNarrow ? 0 : 1))
            output.WriteLine(new string(' ', indent) + line);
    }

    private static string Sum(DoctorResult answer) => answer switch
    {
        { Failed: 0, Warned: 0 } => $"✓ nothing is wrong ({answer.Checks.Count} checks)",
        { Failed: 0 } => $"! {answer.Warned} of {answer.Checks.Count} checks found something to know; none failed",
        _ => $"✗ {answer.Failed} of {answer.Checks.Count} checks failed, {answer.Warned} found something to know",
    };

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "✓ ok",
        CheckState.Warn => "! warn",
        CheckState.Fail => "✗ fail",
        _ => "– skipped",
    };

    private static Tone ToneOf(CheckState state) => state switch
    {
        CheckState.Ok => Tone.Good,
        CheckState.Warn => Tone.Caution,
        CheckState.Fail => Tone.Bad,
        _ => Tone.Faint,
    };
}
