namespace LiqMon.Cli;

/// <summary>What the process returns to its caller at the end.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Something failed; the message says what.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the settings are wrong.</summary>
    public const int Usage = 2;

    /// <summary>The store holds nothing for the question.</summary>
    public const int NoData = 3;

    /// <summary>The store's file is damaged, or is no store: starting again changes nothing.</summary>
    public const int Damaged = 4;

    /// <summary>Stopped by the user.</summary>
    public const int Interrupted = 130;
}
