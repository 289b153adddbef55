using System.Net;
using LiqMon.Context;
using LiqMon.Live;
using LiqMon.Queries;

namespace LiqMon.Api;

/// <summary>How the HTTP server behaves.</summary>
public sealed record ApiOptions
{
    /// <summary>Where it listens. Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 8190);

    /// <summary>Host names accepted besides those of the loopback, against DNS rebinding.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The key that callers must send; null for none, which is only allowed on the loopback.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>The venues it may be queried for.</summary>
    public required IReadOnlyList<KnownVenue> Venues { get; init; }

    /// <summary>By which rules levels are read.</summary>
    public KeyLevelRule Levels { get; init; } = new();

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How long a request may take; the live stream and the description of the questions are exempt.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many questions that cost little are put to the store at once.</summary>
    public int CheapQuestions { get; init; } = 4;

    /// <summary>How many questions that cost much are put to the store at once: never all processors.</summary>
    public int DearQuestions { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>How many questions of each kind may wait; more are answered with 503.</summary>
    public int WaitingQuestions { get; init; } = 16;

    /// <summary>Most bytes of one answer; what is larger is answered with 413.</summary>
    public long AnswerBytes { get; init; } = 48L << 20;

    /// <summary>Most bytes of all answers that are made and not yet sent; beyond, the next is answered with 503.</summary>
    public long AnswersBytes { get; init; } = 96L << 20;

    /// <summary>For how long a small answer serves those who ask the same; zero for not at all.</summary>
    public TimeSpan AnswersServe { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many connections there may be besides live streams.</summary>
    public ConnectionLimits Connections { get; init; } = new();

    /// <summary>Live streams that one address may have.</summary>
    public int StreamsOfAddress { get; init; } = 16;

    /// <summary>Requests one caller's address may make each second in the long run.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>Requests one caller's address may make at once after a pause.</summary>
    public int RequestBurst { get; init; } = 100;

    /// <summary>How often a silent live stream shows that it lives.</summary>
    public TimeSpan StreamHeartbeat { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>What the HTTP server shows of the running monitor. All delegates are called from several threads.</summary>
public sealed record ApiSources
{
    /// <summary>The store's answers.</summary>
    public required StoreQueries Answers { get; init; }

    /// <summary>The live events.</summary>
    public required LiveBroadcaster Live { get; init; }

    /// <summary>Whether the monitor does its work, and who of those that it should watch is missing.</summary>
    public Func<ReadinessResult> Ready { get; init; } = static () => new(true, [], 0, 0, []);

    /// <summary>Figures about the monitor itself.</summary>
    public Func<IEnumerable<Metric>> Metrics { get; init; } = static () => [];

    /// <summary>The state of every feed at this moment; empty when nothing runs.</summary>
    public Func<IReadOnlyList<StatusResult>> Status { get; init; } = static () => [];
}
