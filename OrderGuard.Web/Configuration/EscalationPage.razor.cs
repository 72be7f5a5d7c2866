using Microsoft.Extensions.Localization;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>The answers to a breach, each drawn as a ladder and edited level by level.</summary>
public partial class EscalationPage(DraftEditing editing, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private Task<bool> AddAsync()
    {
        var policy = StandardEscalation.Policy with { Code = Editing.Draft!.Document.Escalations.Select(x => x.Code).FreeCode("policy"), Label = null };
        return Editing.EditAsync(x => x with { Escalations = [.. x.Escalations, policy] });
    }

    private Task<bool> CopyStandardAsync() => Editing.EditAsync(x => x with { Escalations = [StandardEscalation.Policy, .. x.Escalations] });

    private Task RemoveAsync(int index)
    {
        var policy = Editing.Draft!.Document.Escalations[index];
        return Editing.EditWithUndoAsync(x => x with { Escalations = x.Escalations.Without(index) }, texts["RemovedNamed", policy.Label?.Say() ?? policy.Code]);
    }

    private string UsedBy(DraftState draft, string code)
    {
        var rules = draft.Document.Timeouts.Where(x => x.Escalation == code).Select(x => x.Label?.Say() ?? x.Code).ToList();
        return rules.Count == 0 ? texts["Escalation.Unused"] : texts["Escalation.UsedBy", string.Join(", ", rules)];
    }
}
