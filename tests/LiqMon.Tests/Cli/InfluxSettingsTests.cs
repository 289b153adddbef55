using LiqMon.Cli;
using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Influx;
using LiqMon.Tests.Grafana;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Cli;

public sealed class InfluxSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Without_an_address_nothing_is_written_anywhere() => Assert.Null(Read().Influx);

    [Fact]
    public void The_second_API_takes_a_bucket_and_a_token()
    {
        var influx = Read(
            ("Url", "https://influx.example/proxy/"), ("Bucket", "liq mon"), ("Org", "o&o"), ("Token_FILE", Written("token", "s3cret\n"))).Influx!;

        Assert.Equal(InfluxApi.V2, influx.Api);
        Assert.Equal(("https://influx.example/proxy/", "liq mon", "o&o"), (influx.Url.AbsoluteUri, influx.Target, influx.Organisation));
        Assert.Equal("s3cret", influx.Token!.Reveal());
        Assert.DoesNotContain("s3cret", influx.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_API_takes_a_database_and_a_user_as_the_compose_file_sets_them()
    {
        var compose = Yaml.Read("docker-compose.yml").Map("services").Map("liqmon").Map("environment");
        var settings = compose.Children.Select(pair => (Key: pair.Key.ToString(), Value: pair.Value.ToString()))
            .Where(pair => pair.Key.StartsWith("LIQMON_Influx__", StringComparison.Ordinal))
            .Select(pair => (pair.Key["LIQMON_Influx__".Length..], pair.Value.StartsWith("/run/secrets/", StringComparison.Ordinal) ? Written("password", "pw") : pair.Value));

        var influx = Read([.. settings]).Influx!;

        Assert.Equal("http://influxdb:8086/write?db=liqmon&precision=ns", influx.WriteUrl.AbsoluteUri);
        Assert.Equal(("liqmon", "pw"), (influx.User, influx.Password!.Reveal()));
    }

    [Theory]
    [InlineData("Influx:Url", "Bucket=b")]
    [InlineData("name the bucket", "Url=https://i.example")]
    [InlineData("name the database", "Url=https://i.example", "Api=v1")]
    [InlineData("unencrypted", "Url=http://i.example", "Bucket=b")]
    [InlineData("is not an address", "Url=https://u:p@i.example", "Bucket=b")]
    [InlineData("belongs to Influx:Api v1", "Url=https://i.example", "Bucket=b", "Database=d")]
    [InlineData("belongs to Influx:Api v2", "Url=https://i.example", "Api=v1", "Database=d", "Org=o")]
    [InlineData("belong together", "Url=https://i.example", "Api=v1", "Database=d", "User=u")]
    [InlineData("neither v2", "Url=https://i.example", "Api=v3", "Bucket=b")]
    [InlineData("neither true nor false", "Url=http://i.example", "Bucket=b", "AllowHttp=ja")]
    [InlineData("cannot be read", "Url=https://i.example", "Bucket=b", "Token_FILE=/no/such/file")]
    [InlineData("is given twice", "Url=https://i.example", "Bucket=b", "Token=t", "Token_FILE=/no/such/file")]
    public void What_does_not_fit_is_an_error(string said, params string[] settings)
    {
        var error = Assert.Throws<OptionsException>(() => Read([.. settings.Select(setting => (setting.Split('=', 2)[0], setting.Split('=', 2)[1]))]));
        Assert.Contains(error.Errors, e => e.Contains(said, StringComparison.Ordinal));
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private LiqMonOptions Read(params (string Name, string Value)[] settings)
    {
        var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Time = FixedTime.Noon,
            Environment = settings.ToDictionary(setting => "LIQMON_Influx__" + setting.Name, setting => setting.Value),
            ProgramDirectory = _folder.FullName,
        };
        return OptionsReading.Read(SettingsSources.Read(context.ProgramDirectory, context.Environment, null, new Dictionary<string, string?>()));
    }
}
