using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>
/// Replaces schemas that stand within others by references to the named ones. The framework does so for what endpoints declare, not for
/// what a transformer makes; without it each kind of result would repeat all that it consists of.
/// </summary>
internal static class SchemaLinks
{
    // What the framework writes beside a schema that it made.
    private const string Name = "x-schema-id";
    private const string MayBeNull = "x-is-nullable-property";

    /// <summary>Links all that a schema consists of.</summary>
    internal static void Link(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema whole)
            return;
        if (whole.Items is not null)
            whole.Items = Of(whole.Items, document);
        if (whole.Properties is { } properties)
        {
            foreach (var (name, property) in properties.ToList())
                properties[name] = Of(property, document);
        }
    }

    private static IOpenApiSchema Of(IOpenApiSchema part, OpenApiDocument document)
    {
        Link(part, document);
        if (part is not OpenApiSchema { Metadata: { } notes } schema || !notes.TryGetValue(Name, out var named) || named is not string { Length: > 0 } id)
            return part;
        var isNullable = schema.Type?.HasFlag(JsonSchemaType.Null) == true || (notes.TryGetValue(MayBeNull, out var may) && may is true);
        schema.Type &= ~JsonSchemaType.Null;
        document.AddComponent(id, schema);
        var link = new OpenApiSchemaReference(id, document);
        return isNullable ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, link] } : link;
    }
}
