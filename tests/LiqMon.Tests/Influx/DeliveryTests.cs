using System.Text;
using LiqMon.Influx;

namespace LiqMon.Tests.Influx;

public sealed class DeliveryTests
{
    private readonly List<string> _stored = [];
    private readonly Delivery _delivery;
    private Func<string[], WriteResult> _server = _ => new(WriteStatus.Stored);

    public DeliveryTests() => _delivery = new Delivery((lines, _) =>
    {
        var points = Encoding.UTF8.GetString(lines.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var answer = _server(points);
        if (answer.Verdict == WriteStatus.Stored)
            _stored.AddRange(points);
        return Task.FromResult(answer);
    });

    [Fact]
    public async Task One_poisoned_point_of_5000_costs_one_point()
    {
        _server = points => points.Contains("point 3141") ? new(WriteStatus.BadPoint, "HTTP 400: no") : new(WriteStatus.Stored);

        Assert.Equal(WriteStatus.Stored, (await SendAsync(5_000)).Outcome);

        Assert.Equal(4_999, _stored.Distinct().Count());
        Assert.Equal("point 3141", Encoding.UTF8.GetString(Assert.Single(_delivery.Refused).Line.Span));
        Assert.Equal(4_999, _delivery.Points);
        Assert.InRange(_delivery.Requests, 2, 40);
    }

    [Fact]
    public async Task What_is_too_large_is_halved_until_it_fits()
    {
        _server = points => new(points.Length > 100 ? WriteStatus.TooLarge : WriteStatus.Stored);

        Assert.Equal(WriteStatus.Stored, (await SendAsync(5_000)).Outcome);

        Assert.Equal(5_000, _stored.Distinct().Count());
        Assert.Empty(_delivery.Refused);
    }

    [Fact]
    public async Task A_server_that_refuses_every_point_has_another_trouble_and_nothing_is_given_up()
    {
        _server = _ => new(WriteStatus.BadPoint, "HTTP 400: field type conflict");

        var result = await SendAsync(5_000);

        Assert.Equal(WriteStatus.Denied, result.Outcome);
        Assert.Contains("field type conflict", result.Message, StringComparison.Ordinal);
        Assert.Empty(_delivery.Refused);
        Assert.InRange(_delivery.Requests, 2, 60);
    }

    [Fact]
    public async Task What_the_server_cannot_do_now_is_sent_again_whole()
    {
        _server = _ => new(WriteStatus.Unavailable, "HTTP 503", TimeSpan.FromSeconds(7));

        var result = await SendAsync(10);

        Assert.Equal((WriteStatus.Unavailable, TimeSpan.FromSeconds(7)), (result.Outcome, result.RetryAfter));
        Assert.Equal(1, _delivery.Requests);
    }

    [Theory]
    [InlineData(204, "", WriteStatus.Stored)]
    [InlineData(200, "", WriteStatus.Stored)]
    [InlineData(301, "", WriteStatus.Denied)]
    [InlineData(400, "unable to parse 'x'", WriteStatus.BadPoint)]
    [InlineData(400, "partial write: field type conflict dropped=1", WriteStatus.BadPoint)]
    [InlineData(400, "partial write: points beyond retention policy dropped=3", WriteStatus.PartlyExpired)]
    [InlineData(401, "unauthorized access", WriteStatus.Denied)]
    [InlineData(403, "", WriteStatus.Denied)]
    [InlineData(404, "database not found", WriteStatus.Denied)]
    [InlineData(408, "", WriteStatus.Unavailable)]
    [InlineData(413, "", WriteStatus.TooLarge)]
    [InlineData(422, "failure writing points", WriteStatus.BadPoint)]
    [InlineData(429, "", WriteStatus.Unavailable)]
    [InlineData(500, "", WriteStatus.Unavailable)]
    [InlineData(503, "", WriteStatus.Unavailable)]
    public void A_status_means_what_the_servers_documentation_says(int status, string said, WriteStatus verdict)
    {
        var answer = InfluxClient.StatusOf(status, said);

        Assert.Equal(verdict, answer.Verdict);
        Assert.Equal(verdict == WriteStatus.PartlyExpired ? 3 : 0, answer.Expired);
    }

    private Task<DeliveryResult> SendAsync(int points) => _delivery.SendAsync(
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, points).Select(i => $"point {i}\n"))), CancellationToken.None);
}
