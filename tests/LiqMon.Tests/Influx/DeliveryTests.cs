using System.Text;
using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

public sealed class DeliveryTests
{
    private readonly List<string> _stored = [];
    private readonly Delivery _delivery;
    private Func<string[], WriteAnswer> _server = _ => new(WriteVerdict.Stored);

    public DeliveryTests() => _delivery = new Delivery((lines, _) =>
    {
        var points = Encoding.UTF8.GetString(lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var answer = _server(points);
        if (answer.Verdict == WriteVerdict.Stored)
            _stored.AddRange(points);
        return Task.FromResult(answer);
    });

    [Fact]
    public async Task OnePoisonedPointOf5000CostsOnePoint()
    {
        _server = points => points.Contains("point 3141") ? new(WriteVerdict.BadPoint, "HTTP 400: no") : new(WriteVerdict.Stored);

        Assert.Equal(WriteVerdict.Stored, (await SendAsync(5_000)).Outcome);

        Assert.Equal(4_999, _stored.Distinct().Count());
        Assert.Equal("point 3141", Encoding.UTF8.GetString(Assert.Single(_delivery.Refused).Line.Span));
        Assert.Equal(4_999, _delivery.Points);
        Assert.InRange(_delivery.Requests, 2, 40);
    }

    [Fact]
    public async Task WhatIsTooLargeIsHalvedUntilItFits()
    {
        _server = points => new(points.Length > 100 ? WriteVerdict.TooLarge : WriteVerdict.Stored);

        Assert.Equal(WriteVerdict.Stored, (await SendAsync(5_000)).Outcome);

        Assert.Equal(5_000, _stored.Distinct().Count());
        Assert.Empty(_delivery.Refused);
    }

    [Fact]
    public async Task AServerThatRefusesEveryPointHasAnotherTroubleAndNothingIsGivenUp()
    {
        _server = _ => new(WriteVerdict.BadPoint, "HTTP 400: field type conflict");

        var result = await SendAsync(5_000);

        Assert.Equal(WriteVerdict.Denied, result.Outcome);
        Assert.Contains("field type conflict", result.Message, StringComparison.Ordinal);
        Assert.Empty(_delivery.Refused);
        Assert.InRange(_delivery.Requests, 2, 60);
    }

    [Fact]
    public async Task WhatTheServerCannotDoNowIsSentAgainWhole()
    {
        _server = _ => new(WriteVerdict.Unavailable, "HTTP 503", TimeSpan.FromSeconds(7));

        var result = await SendAsync(10);

        Assert.Equal((WriteVerdict.Unavailable, TimeSpan.FromSeconds(7)), (result.Outcome, result.RetryAfter));
        Assert.Equal(1, _delivery.Requests);
    }

    [Theory]
    [InlineData(204, "", WriteVerdict.Stored)]
    [InlineData(200, "", WriteVerdict.Stored)]
    [InlineData(301, "", WriteVerdict.Denied)]
    [InlineData(400, "unable to parse 'x'", WriteVerdict.BadPoint)]
    [InlineData(400, "partial write: field type conflict dropped=1", WriteVerdict.BadPoint)]
    [InlineData(400, "partial write: points beyond retention policy dropped=3", WriteVerdict.PartlyExpired)]
    [InlineData(401, "unauthorized access", WriteVerdict.Denied)]
    [InlineData(403, "", WriteVerdict.Denied)]
    [InlineData(404, "database not found", WriteVerdict.Denied)]
    [InlineData(408, "", WriteVerdict.Unavailable)]
    [InlineData(413, "", WriteVerdict.TooLarge)]
    [InlineData(422, "failure writing points", WriteVerdict.BadPoint)]
    [InlineData(429, "", WriteVerdict.Unavailable)]
    [InlineData(500, "", WriteVerdict.Unavailable)]
    [InlineData(503, "", WriteVerdict.Unavailable)]
    public void AStatusMeansWhatTheServersDocumentationSays(int status, string said, WriteVerdict verdict)
    {
        var answer = InfluxClient.Judge(status, said);

        Assert.Equal(verdict, answer.Verdict);
        Assert.Equal(verdict == WriteVerdict.PartlyExpired ? 3 : 0, answer.Expired);
    }

    private Task<DeliveryResult> SendAsync(int points) => _delivery.SendAsync(
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, points).Select(i => $"point {i}\n"))), CancellationToken.None);
}
