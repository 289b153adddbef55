using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Postgres;
using Npgsql;

namespace LiqMon.Tests.Postgres;

public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://liqmon:p%40ss@127.0.0.1:5433/desk", "127.0.0.1", 5433, "desk", "p@ss", SslMode.Prefer)]
    [InlineData("postgresql://liqmon:pw@db.example/desk", "db.example", 5432, "desk", "pw", SslMode.VerifyFull)]
    [InlineData("postgresql://liqmon:pw@db.example/desk?sslmode=verify-ca", "db.example", 5432, "desk", "pw", SslMode.VerifyCA)]
    [InlineData("Host=/run/postgresql;Username=liqmon;Database=desk;Password=pw", "/run/postgresql", 5432, "desk", "pw", SslMode.Prefer)]
    public void An_address_is_read_and_encrypted_between_machines(string url, string host, int port, string database, string password, SslMode mode)
    {
        Assert.True(PostgresUrl.TryRead(url, allowPlain: false, out var options, out _));
        var read = new NpgsqlConnectionStringBuilder(options!.Connection.Reveal());
        Assert.Equal((host, port, database, password, mode), (read.Host, read.Port, read.Database, read.Password, read.SslMode));
        Assert.Equal($"{database} at {host}:{port}", options.Name);
        Assert.DoesNotContain(password, options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://a:geheim@h/d")]
    [InlineData("postgres://a:geheim@h")]
    [InlineData("postgres://a:geheim@h/d?no=such")]
    [InlineData("Hst=h;Password=geheim")]
    [InlineData("geheim")]
    [InlineData("postgres://a:geheim@db.example/d?sslmode=disable")]
    [InlineData("postgres://a:geheim@db.example/d?sslmode=prefer")]
    public void What_is_no_address_or_would_send_the_password_in_the_clear_is_an_error_without_the_password(string url)
    {
        var failure = Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Postgres__Url"] = url }));
        Assert.StartsWith("Postgres:Url ", Assert.Single(failure.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_connections_between_machines_have_to_be_allowed()
    {
        var options = Read(new() { ["LIQMON_Postgres__Url"] = "postgres://a:pw@db/d?sslmode=disable", ["LIQMON_Postgres__AllowPlain"] = "true" });
        Assert.Equal("d at db:5432", options.Postgres!.Name);
        Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Postgres__AllowPlain"] = "true" }));
        Assert.Throws<OptionsException>(() => Read(new() { ["LIQMON_Postgres__Url"] = "postgres://a@localhost/d", ["LIQMON_Postgres__AllowPlain"] = "perhaps" }));
    }

    [Fact]
    public void The_address_is_a_secret()
    {
        Assert.True(SettingNames.IsSecret("Postgres:Url"));
        Assert.False(SettingNames.IsSecret("Influx:Url"));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "postgres://a:pw@localhost/d\n");
            Assert.Equal("d at localhost:5432", Read(new() { ["LIQMON_Postgres__Url_FILE"] = file }).Postgres!.Name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LiqMonOptions Read(Dictionary<string, string> environment) =>
        OptionsReading.Read(SettingsSources.Read(Path.GetTempPath(), environment, null, new Dictionary<string, string?>()));
}
