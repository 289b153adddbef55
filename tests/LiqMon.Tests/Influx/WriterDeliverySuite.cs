using System.Globalization;
using System.Text;
using LiqMon.Influx;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Influx;

public sealed class WriterDeliveryV1Tests() : WriterDeliverySuite(InfluxApi.V1);

public sealed class WriterDeliveryV2Tests() : WriterDeliverySuite(InfluxApi.V2);

/// <summary>What the writer delivers over a server with faults, the same for both APIs.</summary>
public abstract class WriterDeliverySuite(InfluxApi api) : WriteApiSuite(api)
{
    [Fact]
    public async Task A_field_of_another_type_in_one_measurement_costs_that_measurement_only()
    {
        Server.Hold("liquidation", "usd", "integer");
        await using var run = Run();
        run.Store.Commit(Orders(0, 20));
        run.Store.Commit([StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + 6, 101, 100, null, null))]);
        await run.UntilToldAsync();

        var state = run.State();
        Assert.Equal((20, null), (state.Refused, state.Fault));
        Assert.Equal(10, run.Refused().Count);
        Assert.All(run.Refused(), point =>
        {
            Assert.StartsWith("liquidation,", point.Line, StringComparison.Ordinal);
            Assert.Equal(new FieldConflict("liquidation", "usd", "float", "integer"), FieldConflict.In(point.Reason));
        });
        Assert.Equal((0, 1, 1), (Count("liquidation"), Count("mark_price"), Count("liquidation_1m")));

        run.Store.Commit(Orders(20, 20));
        await run.UntilToldAsync();
        Assert.Equal((40, 40.0), (run.State().Refused, Sum("liquidation_1m", "orders")));

        // When the conflict is gone, what was refused is written again from the store.
        Server.Hold("liquidation", "usd", "float");
        run.Resync();
        await run.UntilToldAsync();
        Assert.Equal((40, 40), (run.State().Refused, Count("liquidation")));
    }

    [Fact]
    public async Task AServer_that_refuses_every_point_costs_none()
    {
        Server.Fault = (context, _) => Server.RefuseAsync(context, 400, "schema: no such measurement");
        await using var run = Run();
        run.Store.Commit(Orders(0, 200));
        await Until.TrueAsync(() => run.State().Fault is not null, "the fault is noted");

        Assert.Equal("every point is refused: HTTP 400: schema: no such measurement", run.State().Fault);
        Assert.Equal((1, 0), (run.State().Waiting, run.State().Refused));
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(503, true)]
    [InlineData(429, false)]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    public async Task Every_other_request_fails_and_everything_arrives_once(int status, bool storesFirst)
    {
        Server.Fault = async (context, store) =>
        {
            if (Server.Writes.Count % 2 == 0)
            {
                await store();
                return;
            }

            if (storesFirst)
                await store();
            if (status == 0)
                context.Abort();
            else if (status < 0)
                await UntilAbortedAsync(context);
            else
                await Server.RefuseAsync(context, status, "not now");
        };
        await using var run = Run(timeout: 1);
        for (var commit = 0; commit < 10; commit++)
            run.Store.Commit(Orders(commit * 500, 500));
        await run.UntilToldAsync();

        Assert.True(Server.Writes.Count > 1);
        Assert.Equal(("5000", "50000"), run.Stored());
        Assert.Equal((5_000, 50_000.0), (Count("liquidation"), Sum("liquidation", "usd")));
        Assert.All(["liquidation_1m", "liquidation_venue_1m"], minutes =>
            Assert.Equal((5_000.0, 50_000.0), (Sum(minutes, "orders"), Sum(minutes, "usd"))));
        Assert.Equal(0, run.State().Refused);
    }

    [Fact]
    public async Task AServer_that_takes_small_requests_only_gets_everything()
    {
        Server.Fault = (context, store) => context.Request.ContentLength > 20_000 ? Server.RefuseAsync(context, 413, "too large") : store();
        await using var run = Run();
        run.Store.Commit(Orders(0, 5_000));
        await run.UntilToldAsync();

        Assert.Equal((5_000, 0), (Count("liquidation"), run.State().Refused));
        Assert.True(Server.Writes.Count > 2);
    }

    [Fact]
    public async Task A_token_that_is_taken_away_keeps_everything()
    {
        Server.Fault = (context, _) => Server.RefuseAsync(context, 401, "unauthorized access");
        await using var run = Run();
        run.Store.Commit(Orders(0, 1));
        await Until.TrueAsync(() => run.State().Fault is not null, "the fault is noted");
        Assert.Equal(("HTTP 401: unauthorized access", 1), (run.State().Fault, run.State().Waiting));

        Server.Fault = (_, store) => store();
        await run.RestartAsync();
        await run.UntilToldAsync();
        Assert.Equal((1, null), (Count("liquidation"), run.State().Fault));
    }
}
