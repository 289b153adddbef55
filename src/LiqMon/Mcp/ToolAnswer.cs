using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace LiqMon.Mcp;

/// <summary>What a tool answers: a line that says how far the figures may be trusted, before the figures.</summary>
/// <param name="Note">The line.</param>
/// <param name="Value">The figures: the JSON of HTTP; an array as <c>results</c>, for the protocol wants an object.</param>
/// <param name="Text">The figures as text, where that is not the JSON.</param>
internal sealed record ToolAnswer(string Note, JsonElement Value, string? Text = null)
{
    /// <summary>The query that was wrong, or the failure; what to do is in it.</summary>
    internal static CallToolResult Error(string what) => new() { IsError = true, Content = [new TextContentBlock { Text = what }] };

    /// <summary>The answer as the protocol has it. Clients that know no structure read the same in the second text.</summary>
    internal CallToolResult ToResult() => new()
    {
        Content = [new TextContentBlock { Text = Note }, new TextContentBlock { Text = Text ?? Value.GetRawText() }],
        StructuredContent = Value,
    };
}
