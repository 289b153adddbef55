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
    public async Task One_measurement_that_is_refused_whole_keeps_no_other_waiting()
    {
        _server = points => points.Any(point => point.StartsWith("a,", StringComparison.Ordinal))
            ? new(WriteStatus.BadPoint, "HTTP 400: no")
            : new(WriteStatus.Stored);

        var result = await _delivery.SendAsync(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "a" : "b")},t=1 v=1 {i}\n"))), CancellationToken.None);

        Assert.Equal(WriteStatus.Stored, result.Outcome);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"b,t=1 v=1 {(2 * i) + 1}"), _stored.Where(line => line[0] == 'b'));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"a,t=1 v=1 {2 * i}"), _delivery.Refused.Select(point => Encoding.UTF8.GetString(point.Line.Span)));
        Assert.Equal(20, _delivery.Points);
    }

    [Fact]
    public async Task Points_of_which_the_server_says_that_it_dropped_all_cost_two_requests_and_the_probe()
    {
        _server = points => points[0].StartsWith("a ", StringComparison.Ordinal)
            ? new(WriteStatus.BadPoint, "HTTP 400: field type conflict", Dropped: points.Length)
            : new(WriteStatus.Stored);

        var result = await _delivery.SendAsync(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a v=1 {i}\n"))), CancellationToken.None);

        Assert.Equal((WriteStatus.Stored, 5_000, 2), (result.Outcome, _delivery.Refused.Count, _delivery.Requests));
        Assert.Equal("liqmon_probe taken=1i 4999", Assert.Single(_stored));
    }

    [Fact]
    public async Task A_probe_that_gets_no_answer_keeps_everything()
    {
        _server = points => points[0].StartsWith("liqmon_probe", StringComparison.Ordinal)
            ? new(WriteStatus.Unavailable, "HTTP 503", TimeSpan.FromSeconds(7))
            : new(WriteStatus.BadPoint, "HTTP 400: no");

        var result = await SendAsync(3);

        Assert.Equal((WriteStatus.Unavailable, TimeSpan.FromSeconds(7)), (result.Outcome, result.RetryAfter));
        Assert.Empty(_delivery.Refused);
    }

    [Theory]
    [InlineData("cpu,host=a v=1 1", "cpu")]
    [InlineData("cpu v=1", "cpu")]
    [InlineData(@"my\ cpu\,x,host=a v=1", @"my\ cpu\,x")]
    [InlineData("cpu\n", "cpu")]
    [InlineData("cpu\\", "cpu\\")]
    public void A_lines_measurement_ends_at_the_first_comma_or_space_that_is_not_escaped(string line, string measurement) =>
        Assert.Equal(measurement, LinesByMeasurement.Name(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_conflict_is_named_with_what_to_do()
    {
        var conflict = FieldConflict.In(
            "HTTP 400: partial write: field type conflict: input field \"usd\" on measurement \"liquidation\" is type float, already exists as type integer dropped=20")!;

        Assert.Equal(new FieldConflict("liquidation", "usd", "float", "integer"), conflict);
        Assert.StartsWith("usd of liquidation is integer in the database and float in LiqMon", conflict.Advice, StringComparison.Ordinal);
        Assert.Null(FieldConflict.In("HTTP 400: unable to parse"));
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
    public async Task A_server_that_refuses_every_point_has_another_fault_and_nothing_is_given_up()
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
    [InlineData(422, "failure writing points to database: partial write: dropped 3 points outside retention policy of duration 24h0m0s", WriteStatus.PartlyExpired)]
    [InlineData(500, "partial write: points beyond retention policy dropped=3", WriteStatus.PartlyExpired)]
    [InlineData(400, "partial write: max-series-per-database limit exceeded: (1000000) dropped=3", WriteStatus.Denied)]
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
        var answer = WriteVerdicts.Of(status, said);

        Assert.Equal(verdict, answer.Verdict);
        Assert.Equal(verdict == WriteStatus.PartlyExpired ? 3 : 0, answer.Expired);
    }

    private Task<DeliveryResult> SendAsync(int points) => _delivery.SendAsync(
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, points).Select(i => $"point {i}\n"))), CancellationToken.None);
}
