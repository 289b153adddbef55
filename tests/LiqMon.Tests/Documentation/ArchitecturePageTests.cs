using LiqMon.Tests.Architecture;

namespace LiqMon.Tests.Documentation;

/// <summary>The page of the architecture shows the rooms and arrows that the tests hold.</summary>
public sealed class ArchitecturePageTests
{
    // What lies in no folder, and what may use all that a command starts.
    private static readonly string[] InWords = [.. SourceRooms.OfFiles, "Cli"];

    [Fact]
    public void Each_room_has_a_row_with_what_it_may_use()
    {
        var rows = DocPage.Read("docs/architecture.md").Section("## Rooms and arrows").Split('\n')
            .Where(line => line.StartsWith("| `src/LiqMon/", StringComparison.Ordinal))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToList())
            .ToDictionary(cells => cells[1]["`src/LiqMon/".Length..].TrimEnd('`', '/'), cells => cells[3]);

        var expected = AllowedArrows.OfProgram.Where(room => !InWords.Contains(room.Key))
            .ToDictionary(room => room.Key, room => room.Value.Length == 0 ? "nothing" : string.Join(", ", room.Value));
        rows.Remove("Cli");
        Assert.Equal(expected.OrderBy(row => row.Key, StringComparer.Ordinal), rows.OrderBy(row => row.Key, StringComparer.Ordinal));
    }
}
