using LiqMon.Configuration;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>Through which proxy other machines are called.</summary>
internal sealed class ProxyCheck(OutboundProxy proxy) : ICheck
{
    public string Name => "proxy";

    public Task<CheckResult> RunAsync(CancellationToken cancellation) => Task.FromResult(CheckResult.Ok(
        !proxy.IsUsed ? "none; other machines are called directly"
        : TerminalText.Of($"{proxy.Address} ({proxy.Source}); called directly are this machine"
            + (proxy.Direct.Count == 0 ? "" : $" and, by no_proxy, {string.Join(", ", proxy.Direct)}"))));
}
