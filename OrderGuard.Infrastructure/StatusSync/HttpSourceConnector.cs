using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>Asks source systems by HTTP, with the stored secret in the header that they want it in.</summary>
internal sealed class HttpSourceConnector(OutgoingHttp http, SecretVault vault) : ISourceConnector
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const string DefaultHeader = "Authorization";

    public async Task<SourceAnswer> GetAsync(SourceQuery query, string address, CancellationToken ct)
    {
        var headers = new Dictionary<string, string> { ["Accept"] = "application/json" };
        if (query.Secret is { } name)
        {
            var read = await vault.ReadAsync(new Dictionary<string, string> { ["query"] = name }, ct);
            if (!read.TryGetValue("query", out var secret)) return new SourceAnswer(null, "The source's secret is not stored.");
            headers[query.Header ?? DefaultHeader] = secret;
        }
        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Get, address) { Headers = headers, MayRepeat = true, MostBytes = MostBytes }, ct);
        return new SourceAnswer(answer.IsSuccess ? answer.Body : null, answer.Say());
    }
}
