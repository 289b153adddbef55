using System.Text.Json;
using LiqMon.Store;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LiqMon.Mcp;

/// <summary>One tool. It only reads, and whatever goes wrong is an answer that says what to do.</summary>
/// <param name="tool">How it is described to a model.</param>
/// <param name="answer">Answers a call.</param>
/// <param name="log">The log.</param>
internal sealed class QueryTool(
    Tool tool, Func<IDictionary<string, JsonElement>?, CancellationToken, Task<ToolAnswer>> answer, ILogger log) : McpServerTool
{
    /// <inheritdoc/>
    public override Tool ProtocolTool => tool;

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return (await answer(request.Params?.Arguments, cancellationToken).ConfigureAwait(false)).ToResult();
        }
        catch (ToolException wrong)
        {
            return ToolAnswer.Error(wrong.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ToolAnswer.Error("The answer took too long; ask about a shorter span.");
        }
        catch (StoreException failure)
        {
            return ToolAnswer.Error(failure.Failure switch
            {
                StoreFailure.Busy => "The store is busy; try again.",
                StoreFailure.NotFound => failure.Message + " Nothing has been watched there yet: liqmon run, or liqmon demo for simulated data.",
                _ => "The store cannot be read: " + failure.Message,
            });
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.ToolFailed(tool.Name, failure);
            return ToolAnswer.Error("Something failed; standard error of liqmon mcp has the reason.");
        }
    }
}
