using Microsoft.OpenApi;

namespace LiqMon.Api;

/// <summary>Metadata of an endpoint: the codes with which it answers other than with a result.</summary>
/// <param name="Codes">The codes.</param>
internal sealed record Refusals(params IReadOnlyList<int> Codes)
{
    private const string Json = "application/json";

    /// <summary>What may happen to every request: an unknown host name, another verb.</summary>
    internal static readonly Refusals OfAll = new(400, 405);

    /// <summary>What may happen as well where the key is needed.</summary>
    internal static readonly Refusals OfKey = new(401);

    /// <summary>What may happen as well where requests are counted.</summary>
    internal static readonly Refusals OfCounted = new(429);

    /// <summary>What may happen as well to a question to the store.</summary>
    internal static readonly Refusals OfQuestion = new(413, 500, 503, 504);

    /// <summary>What may happen as well to a question that costs little memory, to the store or to the monitor.</summary>
    internal static readonly Refusals OfReading = new(500, 503, 504);

    /// <summary>Adds the answers to the description of an endpoint.</summary>
    internal static void Describe(OpenApiOperation operation, OpenApiDocument document, IEnumerable<Refusals> refusals)
    {
        operation.Responses ??= [];
        foreach (var code in refusals.SelectMany(one => one.Codes).Distinct().Order())
        {
            var problem = new OpenApiSchemaReference(nameof(ProblemResult), document);
            // An endpoint that uses a code for a result of its own is refused by it as well.
            var own = operation.Responses.TryGetValue(Key(code), out var known) && known.Content?.TryGetValue(Json, out var media) == true ? media.Schema : null;
            operation.Responses[Key(code)] = new OpenApiResponse
            {
                Description = own is not null && code == StatusCodes.Status503ServiceUnavailable ? "The monitor is not ready, or cannot say." : TextOf(code),
                Headers = HeaderOf(code) is { } header ? new Dictionary<string, IOpenApiHeader> { [header.Name] = header.Header } : null,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Json] = new OpenApiMediaType { Schema = own is null or OpenApiSchemaReference { Reference.Id: nameof(ProblemResult) } ? problem : new OpenApiSchema { AnyOf = [own, problem] } },
                },
            };
        }
    }

    private static string Key(int code) => code.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string TextOf(int code) => code switch
    {
        400 => "A parameter is wrong or unknown, or the host name is not allowed; error lists all that is wrong.",
        401 => "The key is missing or wrong.",
        405 => "Only GET and HEAD are answered.",
        413 => "The result would be too large: a shorter span, fewer assets or a lower limit.",
        429 => "Too many requests or live streams from this address.",
        500 => "Something failed; the monitor's log has the reason.",
        503 => "The store is busy or cannot be read, or too much is requested at once.",
        504 => "The request took too long.",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No text says what this code means."),
    };

    private static (string Name, OpenApiHeader Header)? HeaderOf(int code) => code switch
    {
        401 => ("WWW-Authenticate", Text("The schemes that are accepted.")),
        405 => ("Allow", Text("The verbs that are answered.")),
        429 or 503 => ("Retry-After", new OpenApiHeader { Description = "Seconds after which to try again.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } }),
        _ => null,
    };

    private static OpenApiHeader Text(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
