namespace LiqMon.Tests.Reports;

/// <summary>A test that opens a report in a program that people use; skipped, with what is missing, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReaderFactAttribute : FactAttribute
{
    public ReaderFactAttribute(string program)
    {
        Program = program;
        if (!Reader.IsInstalled(program))
            Skip = $"The program {program} is not installed.";
    }

    /// <summary>The program.</summary>
    public string Program { get; }
}
