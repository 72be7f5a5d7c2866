using Microsoft.Extensions.Localization;
using OrderGuard.Application.Intake;

namespace OrderGuard.Web.Intake;

/// <summary>The words of imports; the resource files beside it hold them.</summary>
public sealed class ImportText;

/// <summary>Says problems of imports in the viewer's language.</summary>
internal static class ImportWords
{
    public static string ForProblem(this IStringLocalizer texts, RowProblem problem) =>
        texts[$"Problem.{problem.Code}", problem.Column ?? "", problem.Value ?? ""] is { ResourceNotFound: false } known ? known : problem.ToString();
}
