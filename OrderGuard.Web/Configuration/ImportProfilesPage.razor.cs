using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Configuration;

/// <summary>How files of past orders are read.</summary>
public partial class ImportProfilesPage(DraftEditing editing, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private string _code = "";

    private Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit) => Editing.EditAsync(edit);

    private Task RemoveAsync(int index) =>
        Editing.EditWithUndoAsync(x => x with { ImportProfiles = x.ImportProfiles.Without(index) }, texts["RemovedNamed", Editing.Draft!.Document.ImportProfiles[index].Code]);

    private string? CheckCode(string code) => !ConfigurationLimits.IsCode(code) ? texts["Problem.code-pattern", ConfigurationLimits.CodeLength].Value
        : Editing.Draft!.Document.ImportProfiles.Any(x => x.Code == code) ? texts["Problem.duplicate", code].Value : null;

    private async Task AddAsync()
    {
        var code = _code;
        if (CheckCode(code) is not null) return;
        _code = "";
        var source = Editing.Draft!.Document.Sources.FirstOrDefault(x => x.Role is SourceRole.Master)?.Code ?? "shop";
        await Editing.EditAsync(x => x with
        {
            ImportProfiles = [.. x.ImportProfiles, new ImportProfile
            {
                Code = code, Source = source, OrderNo = "order_id", Stages = new Dictionary<string, int> { ["created_at"] = StandardStatuses.WaitingPayment },
            }],
        });
    }
}
