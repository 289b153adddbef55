using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>The description of the HTTP server that it serves itself, <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private const string KeyScheme = "api_key";
    private const string BearerScheme = "bearer";

    /// <summary>Lets the server describe itself.</summary>
    internal static void Add(IServiceCollection services, ApiOptions options) => services.AddOpenApi(openApi => openApi
        .AddSchemaTransformer((schema, context, _) =>
        {
            ResultSchemas.Complete(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        })
        .AddOperationTransformer(async (operation, context, cancellation) =>
        {
            var path = context.Description.RelativePath ?? "";
            ParameterSchemas.Describe(operation, path, options);
            if (context.Document is { } document)
            {
                document.AddComponent(
                    nameof(ProblemResult), await context.GetOrCreateSchemaAsync(typeof(ProblemResult), null, cancellation).ConfigureAwait(false));
                Refusals.Describe(operation, document, context.Description.ActionDescriptor.EndpointMetadata.OfType<Refusals>());
                if (!path.StartsWith("healthz", StringComparison.Ordinal))
                    operation.Security = Security(document, options.Key is not null);
            }
        })
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "LiqMon",
                Version = "1",
                Description = "How much was liquidated on crypto futures venues, and how complete that answer is. HEAD is answered wherever GET is. "
                    + "What is not listed here is answered with 404, and with the same object as other errors.",
            };
            document.AddComponent(KeyScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKey.Header,
                Description = "The key of the setting ApiKey; none is needed where that is not set.",
            });
            document.AddComponent(BearerScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The same key as Authorization: Bearer.",
            });
            // A path begins with a slash, so an address must not end with one.
            foreach (var server in document.Servers ?? [])
                server.Url = server.Url?.TrimEnd('/');
            return Task.CompletedTask;
        }));

    /// <summary>The key in one of two headers, or nothing where none is needed.</summary>
    private static List<OpenApiSecurityRequirement> Security(OpenApiDocument document, bool isNeeded)
    {
        List<OpenApiSecurityRequirement> either =
        [
            new() { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
        ];
        return isNeeded ? either : [[], .. either];
    }
}
