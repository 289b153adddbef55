using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using LiqMon.Reports;

namespace LiqMon.Tests.Reports;

/// <summary>The JSON schema that the report's own types give.</summary>
internal static class ReportSchema
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Text()
    {
        var schema = ReportJson.Default.WeeklyReport.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Of(context.TypeInfo.Type) ?? node,
        }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "LiqMon weekly report, liqmon.weekly.1");
        return schema.ToJsonString(Written) + "\n";
    }

    private static JsonObject? Of(Type type) => type == typeof(DateTimeOffset)
        ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : type.IsEnum
            ? new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(name))]) }
            : null;
}
