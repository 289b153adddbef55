using LiqMon.Cli;
using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cli;

public sealed class SettingsTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("http://[::ffff:127.0.0.1]:8191", "127.0.0.1:8191")]
    [InlineData("http://[::1]:8191", "[::1]:8191")]
    [InlineData("localhost:8191", "127.0.0.1:8191")]
    public void An_address_to_listen_on_can_be_bound_as_it_is_read(string text, string bound)
    {
        Assert.True(ListenAddress.TryRead(text, out var endpoint));
        Assert.Equal(bound, endpoint.ToString());
    }

    [Fact]
    public void Later_layers_are_stronger()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), """{"Data":"a","Listen":"http://127.0.0.1:1","Channels":{"Live":100}}""");
        var file = Written("own.json", """{"Data":"b","Listen":"http://127.0.0.1:2"}""");

        var options = Read(new() { ["LIQMON_Data"] = "c" }, file, listen: "http://127.0.0.1:3");

        Assert.Equal("c", options.Data);
        Assert.Equal(3, options.Listen.Port);
        Assert.Equal(100, options.Channels.Live);
    }

    [Fact]
    public void A_setting_in_two_spellings_or_with_a_zero_character_is_refused()
    {
        var twice = Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Data"] = "a", ["LIQMON_DATA"] = "b" }));
        Assert.Contains("given twice", Assert.Single(twice.Errors), StringComparison.Ordinal);
        var file = Written("zero.json", """{"Data":"a\u0000b"}""");
        var zero = Assert.Throws<OptionsException>(() => Read([], file));
        Assert.Contains("value zero", Assert.Single(zero.Errors), StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_ApiKeyFile"] = "a\0b" })).Errors);
        Assert.Contains("cannot be read", Assert.Single(Assert.Throws<OptionsException>(() => Read([], Written("half.json", """{"Data":"\ud83d"}"""))).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_setting_the_defaults_hold()
    {
        var options = Read([]);

        Assert.Equal("liqmon-data", options.Data);
        Assert.Equal("127.0.0.1:8190", options.Listen.ToString());
        Assert.True(options.Venues["binance"].Enabled);
        Assert.True(options.RepairsEnabled);
        Assert.Null(options.ApiKey);
    }

    [Fact]
    public void Only_a_past_that_is_fetched_is_said_to_be()
    {
        Assert.Equal(TimeSpan.FromDays(90), Past(Read([])));
        Assert.Equal(TimeSpan.FromDays(3), Past(Read(new() { ["LIQMON_Repairs__WarmUpBack"] = "3d" })));
        Assert.Null(Past(Read(new() { ["LIQMON_Repairs__WarmUp"] = "false" })));
        Assert.Null(Past(Read(new() { ["LIQMON_Repairs__Enabled"] = "false" })));
        Assert.Null(Past(Read([]) with { IsSimulated = true }));
        // Those whose histories reach back without a key.
        Assert.Equal(
            ["bitfinex", "deribit", "dydx", "gate", "htx", "kraken"],
            Read([]).KnownVenues().Where(venue => venue.Past is not null).Select(venue => venue.Id).Order());

        static TimeSpan? Past(LiqMonOptions options) => options.KnownVenues().Single(venue => venue.Id == "gate").Past;
    }

    [Fact]
    public void Repairs_are_switched_off()
    {
        Assert.False(Read(new() { ["LIQMON_Repairs__Enabled"] = "false" }).RepairsEnabled);
        var error = Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Repairs__Enabled"] = "no" }));
        Assert.Contains("Repairs:Enabled", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_venue_is_set_from_the_environment()
    {
        var options = Read(new()
        {
            ["LIQMON_Venues__binance__WebSocketUrl"] = "ws://127.0.0.1:9000",
            ["LIQMON_Venues__binance__RestUrl"] = "https://proxy.example:8443",
            ["LIQMON_Venues__binance__Assets"] = "xbt, 1000PEPE",
        });

        Assert.Equal(new Uri("ws://127.0.0.1:9000"), options.Venues["binance"].WebSocketUrl);
        Assert.Equal(new Uri("https://proxy.example:8443"), options.Venues["binance"].RestUrl);
        Assert.Equal(["BTC", "PEPE"], options.Venues["binance"].Assets);
    }

    [Fact]
    public void A_name_with_parts_without_end_is_refused_before_it_is_taken_apart()
    {
        var file = Written("own.json", $$$"""{"Logging":{"a{{{new string(':', 400)}}}":"Warning"} }""");
        var error = Assert.Throws<OptionsException>(() => Read(new(), file));
        Assert.Contains("more parts than any setting", Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_listed_together()
    {
        var file = Written("own.json", $$$"""{"ApiKey":"{{{Key}}}","Lisen":"x","Venues":{"mtgox":{"Enabled":true} } }""");

        var error = Assert.Throws<OptionsException>(() => Read(
            new()
            {
                ["LIQMON_Venues__binance__WebSocketUrl"] = "ws://stream.example.com",
                ["LIQMON_Venues__binance__RestUrl"] = "https://a.example/path",
                ["LIQMON_Venues__binance__Enabled"] = "ja",
                ["LIQMON_Listen"] = "http://0.0.0.0:8190",
                ["LIQMON_Store__SampleDetail"] = "soon",
            },
            file));

        Assert.Equal(8, error.Errors.Count);
        Assert.Contains(error.Errors, e => e.Contains("ApiKey is a secret", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("Lisen is not a setting", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("mtgox is not a known venue", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("unencrypted", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("without a path", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("neither true nor false", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("callers must send a key", StringComparison.Ordinal));
        Assert.Contains(error.Errors, e => e.Contains("is not a length of time", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_venue_cannot_be_switched_on()
    {
        var error = Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Venues__bitmex__Enabled"] = "true" }));
        Assert.Equal(
            "Venues:bitmex:Enabled: 'true' asks for a venue that is closed 2026-09-23 and cannot be watched; remove the setting.",
            Assert.Single(error.Errors));
        Assert.False(Read(new() { ["LIQMON_Venues__bitmex__Enabled"] = "false" }).Venues["bitmex"].Enabled);
        Assert.False(Read([]).KnownVenues().Single(venue => venue.Id == "bitmex").Enabled);
    }

    [Fact]
    public void A_key_opens_other_addresses_and_shows_itself_nowhere()
    {
        var file = Written("key", Key + "\n");

        var options = Read(new() { ["LIQMON_ApiKey_FILE"] = file, ["LIQMON_Listen"] = "http://0.0.0.0:8190" });

        Assert.Equal(Key, options.ApiKey?.Reveal());
        Assert.DoesNotContain(Key, options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    public void A_weak_key_is_refused(string key) =>
        Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_ApiKey_FILE"] = Written("key", key) }));

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.Contains("there is no such file", Assert.Throws<OptionsException>(() => Read([], "no-such.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_json_is_an_error() =>
        Assert.Contains("cannot be read as JSON", Assert.Throws<OptionsException>(() => Read([], Written("x.json", "{"))).Message, StringComparison.Ordinal);

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private LiqMonOptions Read(Dictionary<string, string> environment, string? file = null, string? listen = null)
    {
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Time = FixedTime.Noon,
            Environment = environment,
            ProgramDirectory = _folder.FullName,
        };
        return OptionsReading.Read(SettingsSources.Read(context.ProgramDirectory, context.Environment, file, new Dictionary<string, string?> { ["Listen"] = listen }));
    }
}
