using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>What was answered to a request with an idempotency key, to be answered again when it is repeated.</summary>
public sealed class IdempotentAnswer : ITenantOwned
{
    public const int KeyMaxLength = 200;
    public const int ContentTypeMaxLength = 100;

    /// <summary>How long an answer is kept: longer than the 24 hours that are promised.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    /// <summary>How long a request may take before another with its key may try: its node may have died.</summary>
    public static readonly TimeSpan InProgress = TimeSpan.FromMinutes(2);

    private IdempotentAnswer() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Key { get; private set; } = "";

    /// <summary>SHA-256 of who asked and of the address, in lower-case hex.</summary>
    public string Route { get; private set; } = "";

    /// <summary>SHA-256 of the request's body, in lower-case hex.</summary>
    public string BodyHash { get; private set; } = "";

    /// <summary>0 while the request is being worked on.</summary>
    public int Status { get; private set; }
    public string? ContentType { get; private set; }
    public string? Location { get; private set; }
    public byte[] Answer { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsAnswered => Status != 0;

    public static IdempotentAnswer Begin(TenantId tenant, string key, string route, string bodyHash, DateTimeOffset now) =>
        new() { TenantId = tenant, Key = key, Route = route, BodyHash = bodyHash, CreatedAt = now };

    /// <summary>Takes over from a request that never came to an end.</summary>
    public void BeginAgain(DateTimeOffset now) => CreatedAt = now;

    public void Finish(int status, string? contentType, string? location, byte[] answer)
    {
        Status = status;
        ContentType = contentType is { Length: > ContentTypeMaxLength } ? null : contentType;
        Location = location;
        Answer = answer;
    }
}
