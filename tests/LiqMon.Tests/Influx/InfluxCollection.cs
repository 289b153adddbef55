namespace LiqMon.Tests.Influx;

/// <summary>One InfluxDB for the tests that do not stop it; each uses a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class InfluxCollection : ICollectionFixture<InfluxFixture>
{
    public const string Name = "InfluxDB";
}

/// <summary>Starts the server with the first test that needs it.</summary>
public sealed class InfluxFixture : IAsyncLifetime
{
    private InfluxServer? _server;

    internal InfluxServer Server => _server ?? throw new InvalidOperationException(InfluxServer.WhyMissing);

    public async Task InitializeAsync()
    {
        if (InfluxServer.WhyMissing is null)
            _server = await InfluxServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
