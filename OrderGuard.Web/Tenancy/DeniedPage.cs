using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Stands where a page was refused within a circuit, which no request tells of, and records it.</summary>
public sealed class DeniedPage(AccessDenials denials, ICallerSource callers, NavigationManager navigation) : ComponentBase
{
    protected override async Task OnInitializedAsync()
    {
        var path = navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0];
        await denials.RecordAsync(await callers.GetAsync(CancellationToken.None), $"page /{path}", CancellationToken.None);
    }
}
