namespace LiqMon.Tests.Architecture;

/// <summary>Rooms use each other one way only, as <see cref="AllowedArrows"/> lists it.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Every_room_stands_in_the_list()
    {
        Assert.Equal(SourceRooms.OfProgram, AllowedArrows.OfProgram.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(SourceRooms.OfCore, AllowedArrows.OfCore.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_room_of_the_program_uses_a_room_that_it_may_not_use() =>
        Assert.Empty(Forbidden(SourceRooms.ProgramArrows().Where(arrow => arrow.To != SourceRooms.Core), AllowedArrows.OfProgram));

    [Fact]
    public void No_room_of_the_core_uses_a_room_that_it_may_not_use() =>
        Assert.Empty(Forbidden(SourceRooms.CoreArrows(), AllowedArrows.OfCore));

    [Fact]
    public void The_allowed_arrows_go_one_way()
    {
        AssertOneWay(AllowedArrows.OfProgram);
        AssertOneWay(AllowedArrows.OfCore);
    }

    [Fact]
    public void The_core_uses_nothing_of_the_program()
    {
        var onlyOfProgram = SourceRooms.OfProgram.Except(SourceRooms.OfCore).ToList();
        var files = Directory.EnumerateFiles(RepositoryFiles.Path("src", "LiqMon.Core"), "*.cs", SearchOption.AllDirectories);
        Assert.DoesNotContain(files, file => SourceRooms.NamespacesIn(File.ReadAllText(file)).Overlaps(onlyOfProgram));
    }

    [Theory]
    [InlineData("using LiqMon.Store;", "Store")]
    [InlineData("@using LiqMon.Charts", "Charts")]
    [InlineData("using static LiqMon.Text.NumberText;", "Text")]
    [InlineData("using VenueOptions = LiqMon.Configuration.VenueOptions;", "Configuration")]
    [InlineData("    private readonly LiqMon.Queries.StoreQueries _queries;", "Queries")]
    [InlineData("namespace LiqMon.Store;", null)]
    public void A_use_is_recognised_in_each_form(string line, string? room) =>
        Assert.Equal(room is null ? [] : [room], SourceRooms.NamespacesIn(line));

    [Fact]
    public void Arrows_that_everybody_knows_are_found()
    {
        var arrows = SourceRooms.ProgramArrows();
        Assert.Contains(arrows, arrow => arrow is { From: "Queries", To: "Store" });
        Assert.Contains(arrows, arrow => arrow is { From: "Store", To: SourceRooms.Core });
        Assert.Contains(arrows, arrow => arrow is { From: "Cli", To: SourceRooms.Simulator });
        Assert.Contains(arrows, arrow => arrow is { From: "Program", To: "Cli", Path: "src/LiqMon/Program.cs" });
        Assert.Contains(arrows, arrow => arrow is { From: "Cli", To: "Pipeline", Path: "src/LiqMon/Cli/Commands/RunCommand.cs" });
        Assert.DoesNotContain(arrows, arrow => arrow.From == "Pipelines" && arrow.To == "Pipeline");
        Assert.DoesNotContain(arrows, arrow => arrow.From == "Store" && arrow.To == "Context");
    }

    private static List<string> Forbidden(IEnumerable<SourceRooms.Arrow> arrows, IReadOnlyDictionary<string, string[]> allowed) =>
    [
        .. arrows
            .Where(arrow => !allowed.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
            .Select(arrow => $"{arrow.From} may not use {arrow.To}: {arrow.Path}"),
    ];

    // Takes away rooms that use only rooms already taken away; what is left stands in a circle.
    private static void AssertOneWay(IReadOnlyDictionary<string, string[]> allowed)
    {
        var left = allowed.Keys.ToHashSet(StringComparer.Ordinal);
        while (left.RemoveWhere(room => !allowed[room].Any(left.Contains)) > 0)
        {
            // The next round finds the rooms that used only those.
        }

        Assert.Empty(left);
    }
}
