using LiqMon.Api;
using LiqMon.Dashboard;
using Microsoft.AspNetCore.Builder;

namespace LiqMon.Tests.Dashboard;

/// <summary>The live page on a server of the tests.</summary>
internal static class LivePage
{
    internal static void Map(WebApplication app, ApiOptions options, ApiSources sources) => _ = DashboardEndpoints.Map(app, options, sources);
}
