namespace LiqMon.Dashboard;

/// <summary>What the pages need done beside their visitors; a supervisor runs each.</summary>
/// <param name="MakeFirstPage">
/// Makes the overview once, soon after the start: the first visitor would else wait seconds for code that has never run.
/// </param>
/// <param name="ReadAftermaths">Reads what followed the cascades of the assets that are looked at, until cancelled.</param>
public sealed record PageWork(Func<CancellationToken, Task> MakeFirstPage, Func<CancellationToken, Task> ReadAftermaths);
