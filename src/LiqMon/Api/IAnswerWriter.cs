using System.Text.Json.Serialization.Metadata;

namespace LiqMon.Api;

/// <summary>Makes answers of results: for HTTP, or for another protocol that serves the same.</summary>
internal interface IAnswerWriter<out TAnswer>
{
    /// <summary>The answer with a result.</summary>
    TAnswer Of<T>(T value, JsonTypeInfo<T> json);

    /// <summary>The answer with a result that is a list.</summary>
    /// <param name="value">The result.</param>
    /// <param name="rows">How long the list is.</param>
    /// <param name="json">How it is written.</param>
    TAnswer OfRows<T>(T value, int rows, JsonTypeInfo<T> json);

    /// <summary>The answer to a query that is wrong.</summary>
    TAnswer Wrong(string error);
}
