using System.Globalization;
using System.Text;

namespace LiqMon.Api;

/// <summary>Writes metrics in the Prometheus text format 0.0.4.</summary>
public static class PrometheusText
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text of all metrics.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            var kind = metric.Kind == MetricKind.Counter ? "counter" : "gauge";
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(Escaped(metric.Help, quote: false)).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(kind).Append('\n');
            foreach (var sample in metric.Samples)
            {
                text.Append(metric.Name);
                if (sample.Labels.Count > 0)
                {
                    var labels = sample.Labels.Select(label => $"{label.Name}=\"{Escaped(label.Value, quote: true)}\"");
                    text.Append('{').AppendJoin(',', labels).Append('}');
                }

                text.Append(' ').Append(Number(sample.Value)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escaped(string text, bool quote)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quote ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
