using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiqMon.Configuration;
using LiqMon.Doctor;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Tests.Cli;
using LiqMon.Venues;

namespace LiqMon.Tests.Http;

/// <summary>A certificate that does not fit is refused, named, and never blamed on a firewall.</summary>
public sealed class CertificateTests
{
    [Theory]
    [InlineData("127.0.0.1", 1, "UntrustedRoot")]
    [InlineData("127.0.0.1", -1, "NotTimeValid")]
    [InlineData("elsewhere.example", 1, "RemoteCertificateNameMismatch")]
    public async Task What_is_wrong_with_it_is_named(string name, int validForDays, string fault)
    {
        await using var server = new EncryptedServer(name, validForDays);
        using var http = RestClient.NewHttpClient();
        var rest = new RestClient(
            http, VenueCatalog.Find("bybit")!.Profile, new VenueOptions { RestUrl = server.Url }, new HostRateLimits(TimeProvider.System), TimeProvider.System);

        var answer = await rest.GetAsync(new RestRequest("x", new Uri("https://api.bybit.com/v5/x")), CancellationToken.None);

        Assert.Equal((RestStatus.Failed, GapReason.TlsFailed), (answer.Verdict, answer.Reason));
        Assert.Contains(fault, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Doctor_speaks_of_the_certificate_and_not_of_firewalls()
    {
        await using var server = new EncryptedServer("127.0.0.1", validForDays: 1);
        var folder = Directory.CreateTempSubdirectory("liqmon-test-");
        try
        {
            var run = await CliRun.Of(
                new Dictionary<string, string>
                {
                    ["LIQMON_Data"] = folder.FullName,
                    ["LIQMON_Context__Enabled"] = "false",
                    ["LIQMON_Venues__bybit__RestUrl"] = server.Url.ToString(),
                    ["LIQMON_Venues__bybit__WebSocketUrl"] = $"wss://{server.Url.Authority}",
                },
                "doctor", "--venue", "bybit");

            Assert.Contains("UntrustedRoot", run.Out, StringComparison.Ordinal);
            Assert.Contains("its certificate was refused", run.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("firewall", run.Out, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(GapReason.NameNotResolved, "name resolution", "firewall")]
    [InlineData(GapReason.Unreachable, "firewall", "certificate")]
    public void Advice_fits_the_fault(GapReason reason, string words, string notThese)
    {
        using var http = RestClient.NewHttpClient();
        var visit = new VenueProbeSession(
            VenueCatalog.Find("bybit")!, new VenueOptions(), http, new VenueClocks(TimeProvider.System), TimeProvider.System);

        var advice = VenueAdvice.Of(visit, "RestUrl", reason);

        Assert.Contains(words, advice, StringComparison.Ordinal);
        Assert.DoesNotContain(notThese, advice, StringComparison.Ordinal);
    }

    /// <summary>Speaks TLS with a certificate that it has made itself.</summary>
    private sealed class EncryptedServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _serving;
        private int _requests;

        public EncryptedServer(string name, int validForDays)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(name, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            var now = TimeProvider.System.GetUtcNow();
            using var made = request.CreateSelfSigned(now.AddDays(-10), now.AddDays(validForDays));
            _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
            _listener.Start();
            Url = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
            _serving = ServeAsync();
        }

        public Uri Url { get; }

        /// <summary>How often a client went on after it had seen the certificate.</summary>
        public int Requests => Volatile.Read(ref _requests);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _serving;
            _listener.Dispose();
            _certificate.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    await using var stream = new SslStream(client.GetStream());
                    await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    if (await stream.ReadAsync(new byte[1], _stop.Token) > 0)
                        Interlocked.Increment(ref _requests);
                }
                catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException
                    or System.Security.Authentication.AuthenticationException)
                {
                    // The client has refused the certificate, or the test is over.
                }
            }
        }
    }
}
