using LiqMon.Cli;
using LiqMon.Tests.Cli;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.Alerts;

public sealed class AlertsCommandTests
{
    [Fact]
    public async Task A_test_goes_to_each_target_and_its_outcome_is_told()
    {
        await using var well = await new HookServer { Answer = (context, _) => context.Response.WriteAsync("ok") }.StartAsync();
        await using var gone = await new HookServer
        {
            Answer = (context, _) =>
            {
                context.Response.StatusCode = 404;
                return context.Response.WriteAsync("""{"message":"Unknown Webhook","code":10015}""");
            },
        }.StartAsync();
        var environment = new Dictionary<string, string>
        {
            ["LIQMON_Alerts__chat__Service"] = "telegram",
            ["LIQMON_Alerts__chat__Url"] = well.Url.AbsoluteUri,
            ["LIQMON_Alerts__chat__Token"] = "12:s3cret",
            ["LIQMON_Alerts__chat__Chat"] = "-100123",
            ["LIQMON_Alerts__desk__Service"] = "discord",
            ["LIQMON_Alerts__desk__Url"] = new Uri(gone.Url, "/api/webhooks/1/s3cret").AbsoluteUri,
        };

        var run = await CliRun.Of(environment, "alerts", "test");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Equal("/bot12:s3cret/sendMessage", Assert.Single(well.Posted).Path);
        Assert.Contains("chat    telegram  sent", run.Out, StringComparison.Ordinal);
        Assert.Contains("HTTP 404: {\"message\":\"Unknown Webhook\",\"code\":10015}", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Out + run.Error, StringComparison.Ordinal);

        var one = await CliRun.Of(environment, "alerts", "test", "--target", "chat", "--format", "json");
        Assert.Equal((ExitCode.Ok, """[{"target":"chat","service":"telegram","outcome":"sent","detail":null}]"""), (one.Code, one.Out.Trim()));
        Assert.Equal(ExitCode.Usage, (await CliRun.Of(environment, "alerts", "test", "--target", "none")).Code);
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("alerts", "test")).Code);
    }

    [Theory]
    [InlineData("is not one of json, discord, telegram, slack", "Service=mail")]
    [InlineData("needs the address to post to", "Service=slack")]
    [InlineData("is not an address", "Service=slack", "Url=s3cret")]
    [InlineData("would send alerts unencrypted", "Service=slack", "Url=http://example.org/s3cret")]
    [InlineData("is not an address", "Service=json", "Url=https://user:s3cret@example.org")]
    [InlineData("needs Token, a secret, and Chat", "Service=telegram", "Chat=1")]
    [InlineData("without a path", "Service=telegram", "Chat=1", "Token=s3cret", "Url=https://example.org/bot")]
    [InlineData("Chat is for Telegram only", "Service=json", "Url=https://example.org/s3cret", "Chat=1")]
    [InlineData("is not one of cascades, reports, rules", "Service=json", "Url=https://example.org/s3cret", "Events=cascades,news")]
    [InlineData("is not an amount", "Service=json", "Url=https://example.org/s3cret", "MinUsd=1e6")]
    [InlineData("is not a setting", "Service=json", "Url=https://example.org/s3cret", "Min=1")]
    public async Task What_does_not_fit_is_an_error_that_tells_no_secret(string said, params string[] settings)
    {
        var environment = settings.ToDictionary(setting => $"LIQMON_Alerts__ops__{setting.Split('=', 2)[0]}", setting => setting.Split('=', 2)[1]);
        var run = await CliRun.Of(environment, "alerts", "test");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_a_file_of_settings_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"Alerts":{"ops":{"Service":"slack","Url":"https://example.org/s3cret"}}}""");
            var run = await CliRun.Of("alerts", "test", "--config", file);
            Assert.Equal(ExitCode.Usage, run.Code);
            Assert.Contains("Alerts:ops:Url is a secret and must not be in a file of settings", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
