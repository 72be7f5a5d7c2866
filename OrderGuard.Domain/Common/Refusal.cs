namespace OrderGuard.Domain.Common;

/// <summary>How a refusal is told to a machine: one HTTP status for each kind.</summary>
public enum RefusalKind
{
    /// <summary>The request says something that cannot be (422).</summary>
    Invalid,

    /// <summary>There is nothing of that name for this caller (404).</summary>
    NotFound,

    /// <summary>Somebody or something else came first (409).</summary>
    Conflict,

    /// <summary>The caller worked on an old version (412).</summary>
    Stale,

    /// <summary>The caller may not (403).</summary>
    Forbidden,

    /// <summary>Nobody is signed in (401).</summary>
    NotSignedIn,

    /// <summary>More than fits (413).</summary>
    TooLarge,

    /// <summary>Too much at once (429).</summary>
    TooMany,

    /// <summary>It was there and is no longer kept (410).</summary>
    Gone,
}

/// <summary>A reason for saying no, in words that tell what to do; <paramref name="Code"/> finds its translation.</summary>
public sealed record Refusal(RefusalKind Kind, string Code, string Message)
{
    /// <summary>The fields to mend, each by its JSON pointer.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public static Refusal Invalid(string code, string message, params Problem[] problems) =>
        new(RefusalKind.Invalid, code, message) { Problems = problems };

    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, "not-found", $"There is no such {what}.");

    public static readonly Refusal Forbidden = new(RefusalKind.Forbidden, "forbidden", "This needs a permission that you do not have. Ask an administrator of your company.");

    public static readonly Refusal NotSignedIn = new(RefusalKind.NotSignedIn, "not-signed-in", "Sign in first.");

    public static readonly Refusal Changed = new(RefusalKind.Conflict, "changed-meanwhile", "Somebody else changed this in the meantime. Look at it again and repeat.");
}

/// <summary>One thing to mend: where it stands (RFC 6901 pointer into the request) and what is wrong with it.</summary>
public sealed record Problem(string Pointer, string Message);
