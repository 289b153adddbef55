using System.Net;
using System.Net.Http.Headers;
using LiqMon.Api;

namespace LiqMon.Tests.Api;

/// <summary>The two headers that carry the key, and the codings that answers are sent in.</summary>
public sealed class AccessTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("Bearer " + Key, null, 200)]
    [InlineData("bearer " + Key, null, 200)]
    [InlineData("Bearer wrong", null, 401)]
    [InlineData("Bearer", null, 401)]
    [InlineData("Basic " + Key, null, 401)]
    [InlineData(Key, null, 401)]
    [InlineData(null, Key, 200)]
    [InlineData("Bearer " + Key, "wrong", 401)]
    [InlineData("Bearer wrong", Key, 200)]
    public async Task The_key_is_also_the_token_of_a_bearer(string? authorization, string? own, int status)
    {
        await using var server = await RunningServer.StartAsync(options => options with { Key = new ApiKey(Key) });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/venues");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (own is not null)
            request.Headers.Add(ApiKey.Header, own);

        using var answer = await server.Http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 401 ? ["Bearer realm=\"LiqMon\""] : [], answer.Headers.WwwAuthenticate.Select(scheme => scheme.ToString()));
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("zstd", null)]
    [InlineData("br;q=0", null)]
    public async Task An_answer_is_packed_as_its_reader_takes_it(string accepted, string? coding)
    {
        await using var server = await RunningServer.StartAsync();
        var plain = await server.Http.GetStringAsync("/api/squeeze?by=venue");
        using var unpacking = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = server.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/squeeze?by=venue");
        foreach (var one in accepted.Split(", "))
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(one));

        using var answer = await unpacking.SendAsync(request);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream read = coding switch
        {
            "br" => new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress),
            "gzip" => new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress),
            _ => body,
        };
        using var text = new StreamReader(read);

        Assert.Equal(coding is null ? [] : [coding], answer.Content.Headers.ContentEncoding);
        Assert.Equal(plain, await text.ReadToEndAsync());
    }

    [Fact]
    public async Task The_live_stream_is_not_packed_so_that_nothing_waits_in_a_coding()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stream");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }
}
