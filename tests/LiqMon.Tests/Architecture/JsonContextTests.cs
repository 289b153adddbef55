using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Tests.Architecture;

/// <summary>Each feature describes the JSON of its own results, and all of them write alike.</summary>
public sealed class JsonContextTests
{
    public static TheoryData<Type> Contexts => [.. All];

    [Fact]
    public void Contexts_of_several_features_are_found() => Assert.InRange(Contexts.Count, 10, 100);

    [Theory]
    [MemberData(nameof(Contexts))]
    public void A_context_describes_results_of_its_own_feature(Type context) =>
        Assert.All(Roots(context), root => Assert.Equal(context.Namespace, root.Namespace));

    // What the store keeps for itself is nobody's result.
    public static TheoryData<Type> Results => [.. All.Where(context => context.Namespace != "LiqMon.Store")];

    [Theory]
    [MemberData(nameof(Results))]
    public void All_contexts_write_names_times_and_enums_alike(Type context)
    {
        var options = Open(context).Options;
        Assert.Equal(JsonNamingPolicy.SnakeCaseLower, options.PropertyNamingPolicy);
        Assert.Equal([typeof(UtcTimeConverter), typeof(SnakeCaseEnums)], options.Converters.Select(converter => converter.GetType()));
        Assert.Equal(new JsonSerializerOptions().NumberHandling, options.NumberHandling);
        Assert.Equal(JsonIgnoreCondition.Never, options.DefaultIgnoreCondition);
    }

    [Theory]
    [InlineData(1_795_000_000_007, "\"2026-11-18T11:06:40.007Z\"")]
    [InlineData(1_795_000_000_000, "\"2026-11-18T11:06:40.000Z\"")]
    public void Times_have_three_digits_of_milliseconds(long ms, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(DateTimeOffset.FromUnixTimeMilliseconds(ms), Writing()));

    [Fact]
    public void Enums_are_words_and_no_numbers()
    {
        Assert.Equal("\"read_only\"", JsonSerializer.Serialize(Sample.ReadOnly, Writing()));
        Assert.Equal(Sample.ReadOnly, JsonSerializer.Deserialize<Sample>("\"read_only\"", Writing()));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Sample>("1", Writing()));
    }

    private static IEnumerable<Type> All =>
        typeof(Pipeline).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)));

    private static JsonSerializerOptions Writing() => new() { Converters = { new UtcTimeConverter(), new SnakeCaseEnums() } };

    private static JsonSerializerContext Open(Type context) =>
        (JsonSerializerContext)context.GetProperty("Default", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;

    // What the attributes of a context name: of a list, its elements.
    private static IEnumerable<Type> Roots(Type context) => context.GetCustomAttributesData()
        .Where(data => data.AttributeType == typeof(JsonSerializableAttribute))
        .Select(data => (Type)data.ConstructorArguments[0].Value!)
        .Select(type => type.IsGenericType ? type.GetGenericArguments()[0] : type);

    private enum Sample
    {
        Other,
        ReadOnly,
    }
}
