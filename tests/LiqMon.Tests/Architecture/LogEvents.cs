using System.Reflection;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Architecture;

/// <summary>Every event that the program can log, read from the attributes of its log classes.</summary>
internal static class LogEvents
{
    /// <summary>All events, by their ids.</summary>
    internal static IReadOnlyList<LogEvent> All { get; } =
    [
        .. new[] { typeof(Pipeline).Assembly, typeof(VenueCatalog).Assembly, typeof(global::LiqMon.Simulator.Simulation).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(pair => pair.Attribute is not null)
            .Select(pair => new LogEvent(
                pair.Attribute!.EventId, pair.Attribute.Level, pair.Attribute.Message, pair.Method.Name, pair.Method.DeclaringType!))
            .OrderBy(one => one.Id),
    ];

    /// <summary>An event of the log.</summary>
    /// <param name="Id">Its id, which stays.</param>
    /// <param name="Level">How grave it is.</param>
    /// <param name="Message">Its text with placeholders.</param>
    /// <param name="Name">The method that logs it.</param>
    /// <param name="Class">The log class of its feature.</param>
    internal sealed record LogEvent(int Id, LogLevel Level, string Message, string Name, Type Class)
    {
        /// <summary>The first id of the hundred that belongs to the feature.</summary>
        internal int Range => Id / 100 * 100;

        /// <summary>The feature, which is the folder of its log class.</summary>
        internal string Feature => Class.Namespace!.Split('.')[^1];
    }
}
