using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Configuration;

/// <summary>Source systems: what each may do to an order, and how its words are understood.</summary>
public partial class SourcesPage(DraftEditing editing, IUseCase<GetUnmappedWords, UnmappedWords> words, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private IReadOnlyList<UnmappedWord> _words = [];
    private string _code = "";

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if ((await words.RunAsync(new GetUnmappedWords())).Value is { } answer) _words = answer.Words;
    }

    private Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit) => Editing.EditAsync(edit);

    private Task RemoveAsync(int index) =>
        Editing.EditWithUndoAsync(x => x with { Sources = x.Sources.Without(index) }, texts["RemovedNamed", Editing.Draft!.Document.Sources[index].Code]);

    private string? CheckCode(string code) => !ConfigurationLimits.IsCode(code) ? texts["Problem.code-pattern", ConfigurationLimits.CodeLength].Value
        : Editing.Draft!.Document.Sources.Any(x => x.Code == code) ? texts["Problem.duplicate", code].Value : null;

    private async Task AddAsync()
    {
        var code = _code;
        if (CheckCode(code) is not null) return;
        _code = "";
        // A source that only a profile named was a master; it stays one when it gets settings of its own.
        var known = TenantConfiguration.SourcesOf(Editing.Draft!.Document).FirstOrDefault(x => x.Code == code) ?? new SourceDefinition { Code = code };
        await Editing.EditAsync(x => x with { Sources = [.. x.Sources, known] });
    }
}
