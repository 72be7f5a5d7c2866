using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Notifications;

/// <summary>The company's secrets as a page keeps, replaces and forgets them.</summary>
public sealed class ChannelSecrets(IUseCase<GetSecrets, IReadOnlyList<SecretRow>> list, IUseCase<SetSecret, Done> set, IUseCase<DeleteSecret, Done> delete)
{
    public async Task<IReadOnlyList<SecretRow>> ListAsync() => (await list.RunAsync(new GetSecrets())).Value ?? [];

    public async Task<Refusal?> SetAsync(SetSecret request) => (await set.RunAsync(request)).Refusal;

    public async Task<Refusal?> DeleteAsync(string name) => (await delete.RunAsync(new DeleteSecret(name))).Refusal;
}
