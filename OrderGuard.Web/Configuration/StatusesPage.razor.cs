using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Configuration;

/// <summary>Status codes, their names and labels, and which may follow which.</summary>
public partial class StatusesPage(DraftEditing editing, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit) => Editing.EditAsync(edit);

    private Task RemoveAsync(int code) => Editing.EditWithUndoAsync(x => x.WithoutStatus(code),
        texts[StandardStatuses.All.Any(x => x.Code == code) ? "Statuses.ResetDone" : "RemovedNamed", code]);
}
