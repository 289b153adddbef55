namespace LiqMon.Mcp;

/// <summary>What the server of the Model Context Protocol writes to the log: events 3900 to 3999.</summary>
internal static partial class McpLog
{
    [LoggerMessage(EventId = 3900, Level = LogLevel.Error, Message = "MCP: the tool {Tool} failed")]
    internal static partial void ToolFailed(this ILogger logger, string tool, Exception failure);
}
