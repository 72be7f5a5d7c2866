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
    public int? RequestsPerDay { get; set; }
    public DateTimeOffset? Expires { get; set; }
    public IReadOnlyList<string> SensitiveActions { get; set; } = [];
    public string SensitiveAddresses { get; set; } = "";
    public bool Signed { get; set; }
    public bool HasSigningSecret { get; private init; }

    public IReadOnlyList<string> AddressList => Lines(Addresses);

    public ApiKeyGuards Guards => new(RequestsPerDay, SensitiveActions, Lines(SensitiveAddresses), Signed);

    public void Allow(string operation, bool allowed) => SensitiveActions = [.. SensitiveOperations.All.Where(x => x == operation ? allowed : SensitiveActions.Contains(x))];

    public void Choose(string scope, bool chosen) => Scopes = [.. ApiScopes.All.Where(x => x == scope ? chosen : Scopes.Contains(x))];

    public static ApiKeyFields Of(ApiKeyRow? key, IReadOnlyList<string> sources) => key is null
        ? new() { Source = sources is [var first, ..] ? first : "", Scopes = [ApiScopes.EventsWrite] }
        : new()
        {
            Id = key.Id, Name = key.Name, Source = key.Source, Scopes = key.Scopes, Addresses = string.Join('\n', key.AllowedAddresses),
            RequestsPerMinute = key.RequestsPerMinute, Expires = key.ExpiresAt,
            RequestsPerDay = key.Guards.RequestsPerDay, SensitiveActions = key.Guards.SensitiveActions ?? SensitiveOperations.All, SensitiveAddresses = string.Join('\n', key.Guards.SensitiveAddresses),
            Signed = key.Guards.Signed, HasSigningSecret = key.HasSigningSecret,
        };

    private static string[] Lines(string text) => text.Split(['\n', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
