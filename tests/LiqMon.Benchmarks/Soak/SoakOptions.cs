using System.Globalization;

namespace LiqMon.Benchmarks.Soak;

/// <summary>How a soak runs and when it has failed.</summary>
public sealed record SoakOptions
{
    /// <summary>How many times the real rate; the README of the benchmarks says what that is.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>How long the market moves.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Growth of the working set after warm-up that is a failure, MiB a minute.</summary>
    public double Slope { get; init; } = 0.5;

    /// <summary>Working set that is a failure at any time, MiB.</summary>
    public double Memory { get; init; } = 300;

    /// <summary>Windows and caches fill for a quarter hour, or for a third of a shorter run.</summary>
    public TimeSpan WarmUp => Length / 3 < TimeSpan.FromMinutes(15) ? Length / 3 : TimeSpan.FromMinutes(15);

    /// <summary>Reads what follows the verb, such as <c>--rate 10 --for 1h</c>.</summary>
    /// <exception cref="ArgumentException">An option is not known, or its value cannot be read.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var options = new SoakOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} needs a value");
            options = arguments[i] switch
            {
                "--rate" => options with { Rate = Number(value) },
                "--for" => options with { Length = Span(value) },
                "--slope" => options with { Slope = Number(value) },
                "--memory" => options with { Memory = Number(value) },
                var other => throw new ArgumentException($"soak has no option {other}; it has --rate, --for, --slope and --memory"),
            };
        }

        return options;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Span(string text) => text is [.. var number, var unit]
        ? unit switch
        {
            's' => TimeSpan.FromSeconds(Number(number)),
            'm' => TimeSpan.FromMinutes(Number(number)),
            'h' => TimeSpan.FromHours(Number(number)),
            _ => throw new ArgumentException($"{text} is no time; write 90s, 45m or 1h"),
        }
        : throw new ArgumentException("--for needs a time such as 90s, 45m or 1h");
}
