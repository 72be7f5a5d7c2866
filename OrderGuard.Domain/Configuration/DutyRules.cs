namespace OrderGuard.Domain.Configuration;

/// <summary>What duties and rotations must hold to.</summary>
internal static class DutyRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        foreach (var problem in ConfigurationRules.Twice("/duties", document.Duties, x => x.Code, "code")) yield return problem;
        foreach (var problem in ConfigurationRules.Twice("/rotations", document.Rotations, x => x.Code, "code")) yield return problem;
        var categories = document.Categories.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        var rotations = document.Rotations.Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < document.Duties.Count; i++)
        {
            var (duty, at) = (document.Duties[i], ConfigurationProblem.At("/duties", i));
            if (!ConfigurationLimits.IsCode(duty.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
            if (duty.Category is { } category && !categories.Contains(category)) yield return new($"{at}/category", "unknown-category", category);
            foreach (var problem in Check(duty.Owner, $"{at}/owner", rotations).Concat(Check(duty.Backup, $"{at}/backup", rotations))) yield return problem;
        }
        for (var i = 0; i < document.Rotations.Count; i++)
            foreach (var problem in Check(document.Rotations[i], ConfigurationProblem.At("/rotations", i))) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(DutyHolder? holder, string at, HashSet<string> rotations)
    {
        if (holder is null) yield break;
        if (holder.Person is null == (holder.Rotation is null)) yield return new(at, "holder-either");
        else if (holder.Person is { } person && !Guid.TryParse(person, out _)) yield return new($"{at}/person", "not-person", person);
        else if (holder.Rotation is { } rotation && !rotations.Contains(rotation)) yield return new($"{at}/rotation", "unknown-rotation", rotation);
    }

    private static IEnumerable<ConfigurationProblem> Check(RotationDefinition rotation, string at)
    {
        if (!ConfigurationLimits.IsCode(rotation.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(rotation.TimeZone, out _)) yield return new($"{at}/timeZone", "unknown-zone", rotation.TimeZone);
        if (rotation.People.Count == 0) yield return new($"{at}/people", "people-needed");
        for (var i = 0; i < rotation.People.Count; i++)
            if (!Guid.TryParse(rotation.People[i], out _)) yield return new(ConfigurationProblem.At($"{at}/people", i), "not-person", rotation.People[i]);
        for (var i = 0; i < rotation.StandIns.Count; i++)
        {
            var (over, pointer) = (rotation.StandIns[i], ConfigurationProblem.At($"{at}/standIns", i));
            if (over.Until <= over.From) yield return new($"{pointer}/until", "until-before-from");
            if (over.Person is { } person && !Guid.TryParse(person, out _)) yield return new($"{pointer}/person", "not-person", person);
        }
    }
}
