using System.Runtime.CompilerServices;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>
/// SQLite is configured once in a process, before its first use. Some tests use it without the store; whichever runs first,
/// the store's settings are those of the process.
/// </summary>
internal static class SqliteStart
{
    [ModuleInitializer]
    internal static void Configure() => RuntimeHelpers.RunClassConstructor(typeof(Database).TypeHandle);
}
