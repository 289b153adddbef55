using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>Describes an endpoint whose parameters choose between several kinds of result.</summary>
internal static class AnswerVariants
{
    private const string Json = "application/json";

    /// <summary>Lets the description of an endpoint name all that it may answer with.</summary>
    /// <param name="endpoint">The endpoint; its first kind of result is described already.</param>
    /// <param name="variants">Each kind, the name of its schema, and when it is sent.</param>
    internal static RouteHandlerBuilder ProducesAnyOf(this RouteHandlerBuilder endpoint, params IReadOnlyList<AnswerVariant> variants) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellation) =>
        {
            if (operation.Responses?["200"] is not OpenApiResponse { Content: { } content } response || context.Document is not { } document)
                throw new InvalidOperationException($"{context.Description.RelativePath} describes no result.");
            List<IOpenApiSchema> kinds = [];
            foreach (var variant in variants)
            {
                var schema = await context.GetOrCreateSchemaAsync(variant.Type, null, cancellation).ConfigureAwait(false);
                SchemaLinks.Link(schema, document);
                document.AddComponent(variant.Name, schema);
                kinds.Add(new OpenApiSchemaReference(variant.Name, document));
            }

            // Not one of: an array without elements is every array.
            content[Json] = new OpenApiMediaType { Schema = new OpenApiSchema { AnyOf = kinds } };
            response.Description = string.Join("; ", variants.Select(variant => $"{variant.Name}: {variant.When}"));
        });
}

/// <summary>One kind of result.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Name of its schema.</param>
/// <param name="When">When it is sent.</param>
internal sealed record AnswerVariant(Type Type, string Name, string When)
{
    /// <summary>A kind whose schema has the name of its type.</summary>
    internal static AnswerVariant Of<T>(string when) => new(typeof(T), typeof(T).Name, when);
}
