using LiqMon.Tests.Cli;
using LiqMon.Tests.Completeness;
using LiqMon.Tests.Dashboard;
using LiqMon.Tests.Doctor;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Fuzz;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Reports;
using LiqMon.Tests.Torture;
using LiqMon.Tests.Venues;
using LiqMon.Tests.Windows;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("LiqMon.Tests.LongestFirst", "LiqMon.Tests")]

namespace LiqMon.Tests;

/// <summary>
/// Begins with what takes longest, so that nothing long is left alone at the end. What waits stands beside what computes, so
/// that the cores are busy from the first second.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    /// <summary>Collections that take half a minute and more, and those that compute for a quarter.</summary>
    private static readonly List<string> Long =
    [
        Of<DemoProcessTests>(), Of<StoppedProcessTests>(), Of<KilledProcessTests>(), InfluxCollection.Name, Of<AnsweringProcessTests>(), Of<RepairTests>(), Of<NthFailureTests>(), Of<KillTests>(), Of<ListedFieldTests>(),
        Of<ProbeCheckTests>(), Of<LedgerTests>(), Of<EstimateCommandTests>(), Of<WrongClockTests>(), Of<MonthTests>(),
        Of<UncountedOrderTests>(), Of<CascadeBookTests>(), Of<UnreadableHistoryTests>(), Of<ReportPlaceTests>(), Of<StopTests>(),
        Of<PowerCutTests>(), Of<StandstillTests>(), Of<ListMemoryTests>(), Of<DashboardBrowserTests>(), Of<RollingWindowsTests>(),
        Of<NewContractTests>(), Of<FuzzTests>(), Of<BackfillCommandTests>(),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Long.IndexOf(collection.DisplayName) is var place and >= 0 ? place : Long.Count);

    /// <summary>The collection of a class that belongs to no other.</summary>
    private static string Of<T>() => $"Test collection for {typeof(T).FullName}";
}
