namespace LiqMon.Cli.Live;

/// <summary>What the user has chosen to see.</summary>
/// <param name="Top">First venue that is shown.</param>
/// <param name="Help">Whether the keys are explained.</param>
/// <param name="Feeds">Whether each feed has a line of its own.</param>
internal sealed record ScreenState(int Top = 0, bool Help = false, bool Feeds = false)
{
    /// <summary>What a key changes; null for the end.</summary>
    /// <param name="key">The key.</param>
    /// <param name="page">How many lines of venues there is room for.</param>
    /// <param name="rows">How many lines there are in all.</param>
    public ScreenState? After(ConsoleKeyInfo key, int page, int rows)
    {
        var step = Math.Max(1, page - 1);
        ScreenState At(int top) => this with { Top = Math.Clamp(top, 0, Math.Max(0, rows - page)) };
        return key switch
        {
            { Key: ConsoleKey.Q } => null,
            { KeyChar: '?' } or { KeyChar: 'h' } => this with { Help = !Help },
            { Key: ConsoleKey.Escape } => this with { Help = false },
            { KeyChar: 'f' } => this with { Feeds = !Feeds, Top = 0 },
            { Key: ConsoleKey.DownArrow } => At(Top + 1),
            { Key: ConsoleKey.UpArrow } => At(Top - 1),
            { Key: ConsoleKey.PageDown or ConsoleKey.Spacebar } => At(Top + step),
            { Key: ConsoleKey.PageUp } => At(Top - step),
            { Key: ConsoleKey.Home } => At(0),
            { Key: ConsoleKey.End } => At(rows),
            _ => this,
        };
    }
}
