using System.Globalization;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

internal static class ConfigurationRefusals
{
    public static readonly Refusal NoDraft = new(RefusalKind.Conflict, "no-draft", "There is no draft. Somebody published or discarded it.");

    public static readonly Refusal NothingChanged = new(RefusalKind.Conflict, "nothing-changed", "The draft says the same as the published configuration.");

    public static readonly Refusal VersionNotFound = Refusal.NotFound("version");

    public static readonly Refusal DraftExists = new(RefusalKind.Conflict, "draft-exists", "Somebody began a new draft in the meantime.");

    public static readonly Refusal TooLarge = new(RefusalKind.TooLarge, "configuration-too-large", "The configuration would become larger than fits.");

    public static Refusal DraftChanged(string by) => new(RefusalKind.Conflict, "draft-changed", $"{by} changed this part of the draft in the meantime. It is shown as it is now; repeat your change.");

    public static Refusal ReviewAgain(string by) => new(RefusalKind.Conflict, "draft-changed", $"{by} changed the draft after you reviewed it. Review it again.");

    public static Refusal Stale(int newest, IEnumerable<ConfigurationChange> since) => new(RefusalKind.Stale, "configuration-stale",
        string.Create(CultureInfo.InvariantCulture, $"Version {newest} was published in the meantime. Take it over first."))
    {
        Problems = [.. since.Take(100).Select(x => new Problem(x.Path, x.Words.En))],
    };

    public static Refusal Invalid(IReadOnlyList<ConfigurationProblem> problems) =>
        Refusal.Invalid("configuration-invalid", "The document needs mending; nothing was changed.", [.. problems.Take(500).Select(x => x.ToProblem())]);
}
