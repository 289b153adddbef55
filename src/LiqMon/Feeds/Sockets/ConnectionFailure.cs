using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds.Sockets;

/// <summary>Why a connection could not be made or did not last.</summary>
/// <param name="Reason">For the gap ledger.</param>
/// <param name="Detail">For people.</param>
/// <param name="RetryAfter">How long the venue wants no request.</param>
/// <param name="Status">HTTP status of a refused connection; 0 if there was none.</param>
public sealed record ConnectionFailure(GapReason Reason, string Detail, TimeSpan? RetryAfter = null, int Status = 0)
{
    /// <summary>Why connecting failed.</summary>
    public static ConnectionFailure OfConnect(Exception failure, string host)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return new(GapReason.NameNotResolved, $"name not resolved ({host})");
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }:
                    return new(GapReason.NameNotResolved, $"name not resolved ({host})");
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return new(GapReason.TlsFailed, $"encryption refused ({host}): {failure.GetBaseException().Message}");
                case SocketException socket:
                    return new(GapReason.Unreachable, $"unreachable: {Words(socket.SocketErrorCode)} ({host})");
                case TimeoutException or OperationCanceledException:
                    return new(GapReason.Unreachable, $"unreachable: no answer in time ({host})");
            }
        }

        return new(GapReason.Unreachable, $"unreachable: {failure.GetBaseException().Message} ({host})");
    }

    /// <summary>Why a made connection ended.</summary>
    public static ConnectionFailure OfReceive(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // The base library reports an unanswered keep-alive ping as this.
            if (cause is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted })
                return new(GapReason.PingTimeout, "ping not answered");
        }

        return new(GapReason.ConnectionLost, "connection lost: " + failure.GetBaseException().Message);
    }

    /// <summary>Why a connection attempt was answered with an HTTP status instead of a socket.</summary>
    public static ConnectionFailure OfStatus(int status, TimeSpan? retryAfter, string host) => status is 418 or 429
        ? new(GapReason.RateLimited, $"rate limited: HTTP {status} ({host})", retryAfter, status)
        : new(GapReason.Refused, $"refused: HTTP {status} ({host})", retryAfter, status);

    /// <summary>The wait that a Retry-After header asks for, at most <see cref="RetryAfterHeader.Longest"/>; null for none.</summary>
    public static TimeSpan? RetryAfterOf(string? header, DateTimeOffset now) =>
        header is null ? null : RetryAfterHeader.Read(header, now);

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.TimedOut => "no answer in time",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "no route",
        SocketError.ConnectionReset => "connection reset",
        _ => error.ToString(),
    };
}
