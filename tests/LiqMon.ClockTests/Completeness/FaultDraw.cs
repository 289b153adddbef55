using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>
/// Draws what goes wrong in a history. Only what somebody on the other side of a network can know is drawn:
/// <list type="bullet">
/// <item>An order that is never sent can be missed only where messages have numbers (Extended).</item>
/// <item>A silence of single orders, while all else goes on, looks like a quiet market; a silence of all shows.</item>
/// <item>A silence shorter than the least rhythm of a feed (3 s) looks like its rhythm.</item>
/// <item>An order that is published late is known when it is published, if the feed delivers then.</item>
/// <item>A market of which no contract is listed is not watched, and a contract that begins to trade is known half a minute later.</item>
/// <item>A history that lacks orders shows it only by those that are known otherwise: orders have to be steady then.</item>
/// </list>
/// </summary>
internal sealed class FaultDraw(Random random, History history)
{
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, ISimulatedVenue> _venues = history.Venues.ToDictionary(
        venue => venue, venue => SimulatedVenues.Create(venue, [.. history.Assets.Select(AssetProfile.Of)], HistoryRun.Start));

    /// <summary>Whether a fault is knowable only while orders come steadily.</summary>
    public static bool NeedsSteadyOrders(VenueFault fault) => fault is TruncateHistory or EmptyList;

    public History WithFaults()
    {
        var faulty = history;
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var venue = history.Venues[random.Next(history.Venues.Count)];
            faulty = random.Next(10) switch
            {
                0 => WithUnlisted(faulty, venue),
                1 => WithClockSteps(faulty),
                2 => WithStandstill(faulty),
                _ => faulty with { Faults = [.. faulty.Faults, .. VenueFaults(venue).Where(IsPossible)] },
            };
        }

        return Knowable(faulty);
    }

    /// <summary>One thing that a venue does wrong, with what makes it felt.</summary>
    private VenueFault[] VenueFaults(string venue)
    {
        var (from, length) = (Moment(), Length());
        var symbol = _venues[venue].Instruments[random.Next(_venues[venue].Instruments.Count)].Spec.Symbol;
        switch (random.Next(19))
        {
            case 0: return [new Silence { Venue = venue, From = from, For = length }];
            case 1: return [new Silence { Venue = venue, From = from, For = length, Scope = SilenceScope.Controls }];
            case 2: return [new DropConnections { Venue = venue, From = from }, new DropConnections { Venue = venue, From = from + length }];
            case 3: return [new DeadVenue { Venue = venue, From = from, For = length, Mode = Any<DeadVenueMode>() }];
            case 4: return [new DeadVenue { Venue = venue, Mode = Any<DeadVenueMode>() }];
            case 5: return [new ShiftClock { Venue = venue, By = Shift() }];
            case 6: return [new ShiftClock { Venue = venue, By = Shift(), From = from, For = length }];
            case 7: return [new RefuseTopic { Venue = venue, Topic = $"*{symbol}*" }];
            case 8:
                return
                [
                    new RefuseTopic { Venue = venue, Topic = random.Next(3) == 0 ? "*" : $"*{symbol}*", From = from, For = length },
                    new DropConnections { Venue = venue, From = from + TimeSpan.FromMilliseconds(500) },
                ];
            case 9: return [new ChangeWord { Venue = venue, From = from, Every = random.Next(1, 4), Text = random.Next(2) == 0 ? "b" : null }];
            case 10: return [new BreakNumber { Venue = venue, From = from, Every = random.Next(1, 4), Field = Any<OrderNumber>() }];
            case 11: return [new LoseOrders { Venue = venue, From = from, Every = random.Next(1, 4) }];
            case 12: return [new DelayOrders { Venue = venue, From = from, By = TimeSpan.FromSeconds(random.Next(1, 15)), Every = random.Next(1, 4) }];
            case 13: return [new SplitOrders { Venue = venue, From = from, Every = random.Next(1, 3) }];
            case 14:
                return
                [
                    new TruncateHistory { Venue = venue },
                    new DropConnections { Venue = venue, From = from },
                    new DeadVenue { Venue = venue, From = from, For = length },
                ];
            case 15: return [new EmptyList { Venue = venue, From = random.Next(2) == 0 ? TimeSpan.Zero : from, For = length }];
            case 16: return [new AddContract { Venue = venue, Asset = Name(), From = random.Next(2) == 0 ? TimeSpan.Zero : from }];
            case 17:
                return random.Next(3) switch
                {
                    0 => [new EndContract { Venue = venue, Symbol = symbol, From = from }, new DropConnections { Venue = venue, From = from + TimeSpan.FromSeconds(1) }],
                    1 => [.. Overlookable(venue).Take(1).Select(place => new PreLaunchContract { Venue = venue, Symbol = _venues[venue].Instruments[place].Spec.Symbol })],
                    _ => [new RenameContract { Venue = venue, Symbol = symbol, To = Renamed(symbol), From = from, InHistory = from.Milliseconds % 2 == 0 }],
                };
            default:
                return random.Next(3) switch
                {
                    0 => [new RestError { Venue = venue, From = random.Next(2) == 0 ? TimeSpan.Zero : from, For = length, Status = random.Next(2) == 0 ? 503 : 429 }],
                    1 => [new IgnoreCursor { Venue = venue }, new DropConnections { Venue = venue, From = from }],
                    _ => [new OffsetTimes { Venue = venue }, new DropConnections { Venue = venue, From = from }],
                };
        }
    }

    private bool IsPossible(VenueFault fault) =>
        fault.Invalid() is null && fault.Impossible(_venues[fault.Venue]) is null && (fault is not LoseOrders || fault.Venue == "extended");

    /// <summary>Late orders are knowable only where nothing else is wrong: what is published in a gap may belong before it.</summary>
    private static History Knowable(History history)
    {
        var late = history.Faults.OfType<DelayOrders>().Select(fault => fault.Venue).ToHashSet();
        return late.Count == 0 ? history : history with
        {
            Faults = [.. history.Faults.Where(fault => !late.Contains(fault.Venue) || fault is DelayOrders)],
            Standstills = [],
        };
    }

    private History WithUnlisted(History faulty, string venue) => Overlookable(venue) is [.. var places] && places.Length > 0
        ? faulty with { Unlisted = [.. faulty.Unlisted, new(venue, places[random.Next(places.Length)], random.Next(2) == 0 ? null : Moment())] }
        : faulty;

    /// <summary>
    /// Contracts that a list may lack, by their places: not the first of a market. Of a market without any listed contract
    /// nothing is known.
    /// </summary>
    private int[] Overlookable(string venue)
    {
        var markets = new HashSet<(bool Inverse, bool Dated, bool InUsd1)>();
        return
        [
            .. _venues[venue].Instruments.Index()
                .Where(it => !markets.Add((it.Item.Spec.Inverse, it.Item.Spec.ExpiryMs is not null, it.Item.Spec.Symbol.EndsWith("USD1", StringComparison.Ordinal))))
                .Select(it => it.Index),
        ];
    }

    private History WithClockSteps(History faulty)
    {
        var (at, by) = (Moment(), Shift());
        ClockStep[] back = random.Next(3) == 0 ? [] : [new ClockStep(at + Length(), -by)];
        return faulty with { ClockSteps = [.. faulty.ClockSteps, new ClockStep(at, by), .. back] };
    }

    /// <summary>A standstill, in most cases with a venue that gives the connection up meanwhile.</summary>
    private History WithStandstill(History faulty)
    {
        var stood = new Standstill(Moment(), Length());
        return faulty with
        {
            Standstills = [stood],
            Faults =
            [
                .. faulty.Faults,
                .. history.Venues.Where(_ => random.Next(3) > 0)
                    .Select(venue => new DropConnections { Venue = venue, From = stood.At + TimeSpan.FromSeconds(3) }).Where(IsPossible),
            ],
        };
    }

    private TimeSpan Moment() => History.WarmUp + TimeSpan.FromMilliseconds(random.Next((int)(history.Length - History.WarmUp).TotalMilliseconds));

    private TimeSpan Length() => LeastSilence + TimeSpan.FromMilliseconds(random.Next(32_000));

    private TimeSpan Shift() => TimeSpan.FromSeconds(random.Next(-600, 601));

    private static string Renamed(string symbol) => symbol
        .Replace("BTC", "QTC", StringComparison.Ordinal)
        .Replace("XBT", "QBT", StringComparison.Ordinal)
        .Replace("ETH", "QTH", StringComparison.Ordinal);

    private string Name() => random.Next(3) switch
    {
        0 => "牛来",
        1 => "AVERYLONGNAMEOFANASSETTHATNOLISTHASEVERSEENBEFORE",
        _ => "币安人生",
    };

    private T Any<T>()
        where T : struct, Enum
    {
        var all = Enum.GetValues<T>();
        return all[random.Next(all.Length)];
    }
}
