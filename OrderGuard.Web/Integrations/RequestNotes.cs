using System.Diagnostics;

namespace OrderGuard.Web.Integrations;

/// <summary>What an endpoint or a refusal says of the request that is being answered: for its trace, and from there for the request log.</summary>
internal static class RequestNotes
{
    public const string Order = "orderguard.order";
    public const string Operation = "orderguard.operation";
    public const string Detail = "orderguard.detail";

    public static void Note(this Activity? request, string what, string? value) => request?.SetTag(what, value);
}
