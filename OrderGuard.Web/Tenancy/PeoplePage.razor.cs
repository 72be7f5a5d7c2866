using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>For the tenant's administrator: who may do what, and who no longer.</summary>
public partial class PeoplePage(
    IUseCase<ListPeople, PeopleFound> list, IUseCase<ChangeRole, Done> changeRole, IUseCase<RemovePerson, Done> remove, IUseCase<LockPerson, Done> lockOut,
    IUseCase<UnlockPerson, Done> unlock, IUseCase<IssueResetLink, HandedLink> reset, IToasts toasts, NavigationManager navigation) : ComponentBase
{
    private const int PageSize = 25;
    private IReadOnlyList<Member>? _rows;
    private Refusal? _failed;
    private (string Name, string Href, DateTimeOffset ExpiresAt)? _link;
    private string? _text;
    private UserId? _me;
    private int _skip;
    private int _count;
    private bool _busy;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _me = Guid.TryParse((await Authentication).User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new UserId(id) : null;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var page = await list.RunAsync(new ListPeople(_text, _skip, PageSize));
        _failed = page.Refusal;
        if (_failed is not null) return;
        (_rows, _count) = (page.Required.Rows, page.Required.Count);
    }

    private Task SearchAsync(string? text)
    {
        (_text, _skip) = (text, 0);
        return LoadAsync();
    }

    private Task MoveAsync(int skip)
    {
        _skip = skip;
        return LoadAsync();
    }

    private async Task ChangeRoleAsync(Member member, Role role)
    {
        if (await toasts.ConfirmAsync(L["People.ChangeRole"], L["People.ChangeRoleText", member.Name, L[$"Role.{member.Role}"], L[$"Role.{role}"], L[$"Role.{role}.Text"]], L["People.ChangeRole"]))
            await DoAsync(() => changeRole.RunAsync(new ChangeRole(member.Id, role)), L["People.RoleChanged", member.Name, L[$"Role.{role}"]]);
    }

    private async Task RemoveAsync(Member member)
    {
        if (await toasts.ConfirmAsync(L["People.RemoveTitle", member.Name], L["People.RemoveText", member.Name], L["People.Remove"]))
            await DoAsync(() => remove.RunAsync(new RemovePerson(member.Id)), L["People.Removed", member.Name]);
    }

    private async Task LockAsync(Member member)
    {
        if (await toasts.ConfirmAsync(L["People.LockTitle", member.Name], L["People.LockText", member.Name], L["People.Lock"]))
            await DoAsync(() => lockOut.RunAsync(new LockPerson(member.Id)), L["People.NowLocked", member.Name]);
    }

    private Task UnlockAsync(Member member) => DoAsync(() => unlock.RunAsync(new UnlockPerson(member.Id)), L["People.NowUnlocked", member.Name]);

    private async Task ResetAsync(Member member)
    {
        var link = await reset.RunAsync(new IssueResetLink(member.Id));
        if (link.Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
        else _link = (member.Name, navigation.ToAbsoluteUri($"account/reset-password/{link.Required.Token}").ToString(), link.Required.ExpiresAt);
    }

    private async Task DoAsync(Func<Task<Result<Done>>> change, string done)
    {
        _busy = true;
        try
        {
            if ((await change()).Refusal is { } refusal) toasts.Error(L.ForRefusal(refusal));
            else toasts.Success(done);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
