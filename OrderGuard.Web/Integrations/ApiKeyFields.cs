using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Web.Integrations;

/// <summary>A key as it is being written or changed in the browser.</summary>
public sealed class ApiKeyFields
{
    public ApiKeyId? Id { get; private init; }
    public string Name { get; set; } = "";
    public string Source { get; set; } = "";
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>One address or network on each line.</summary>
    public string Addresses { get; set; } = "";
    public int RequestsPerMinute { get; set; } = ApiKey.DefaultRequestsPerMinute;
    public DateTimeOffset? Expires { get; set; }

    public IReadOnlyList<string> AddressList => Addresses.Split(['\n', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public void Choose(string scope, bool chosen) => Scopes = [.. ApiScopes.All.Where(x => x == scope ? chosen : Scopes.Contains(x))];

    public static ApiKeyFields Of(ApiKeyRow? key, IReadOnlyList<string> sources) => key is null
        ? new() { Source = sources is [var first, ..] ? first : "", Scopes = [ApiScopes.EventsWrite] }
        : new()
        {
            Id = key.Id, Name = key.Name, Source = key.Source, Scopes = key.Scopes, Addresses = string.Join('\n', key.AllowedAddresses),
            RequestsPerMinute = key.RequestsPerMinute, Expires = key.ExpiresAt,
        };
}
