using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>One request to the machine interface, as it is kept to be searched: who asked for what, from where, and what came of it.</summary>
public sealed class ApiRequest : ITenantOwned
{
    public const int MethodMaxLength = 10;
    public const int RouteMaxLength = 200;
    public const int OperationMaxLength = 60;
    public const int DetailMaxLength = 200;
    public const int TraceIdMaxLength = 64;

    /// <summary>The method of an entry that stands for requests which could not be kept.</summary>
    public const string LostMethod = "-";

    private ApiRequest() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset At { get; private set; }
    public ActorKind ActorKind { get; private set; }
    public string ActorId { get; private set; } = "";
    public string ActorName { get; private set; } = "";

    /// <summary>The source system that the key speaks for.</summary>
    public string? Source { get; private set; }
    public string Method { get; private set; } = "";

    /// <summary>The address as the interface describes it, without the identifiers that stood in it.</summary>
    public string Route { get; private set; } = "";
    public string? OrderNo { get; private set; }

    /// <summary>What was asked for where the address does not say it, such as <c>cancel</c> or <c>3 events</c>.</summary>
    public string? Operation { get; private set; }

    /// <summary>The HTTP status of the answer; 0 where the caller went away first.</summary>
    public int Status { get; private set; }

    /// <summary>The code of the refusal, or what came of the events.</summary>
    public string? Detail { get; private set; }

    /// <summary>How long it took, in microseconds.</summary>
    public long Microseconds { get; private set; }
    public string? Address { get; private set; }
    public string? TraceId { get; private set; }

    /// <summary>How many requests this entry stands for that could not be kept one by one; 0 for a request of its own.</summary>
    public int Lost { get; private set; }

    public static ApiRequest Note(TenantId tenant, Actor actor, string? source, string method, string route, RequestTold told, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = tenant, At = at.ToUniversalTime(), ActorKind = actor.Kind, ActorId = actor.Id.Cut(AuditEntry.NameMaxLength),
        ActorName = actor.Name.Cut(AuditEntry.NameMaxLength), Source = source.Cut(Order.ShortTextMaxLength), Method = method.Cut(MethodMaxLength), Route = route.Cut(RouteMaxLength),
        OrderNo = told.OrderNo.Cut(Order.OrderNoMaxLength), Operation = told.Operation.Cut(OperationMaxLength), Status = told.Status, Detail = told.Detail.Cut(DetailMaxLength),
        Microseconds = (long)told.Took.TotalMicroseconds, Address = actor.Address.Cut(AuditEntry.AddressMaxLength), TraceId = told.TraceId.Cut(TraceIdMaxLength),
    };

    /// <summary>Says that requests could not be kept, so that the gap is seen where it is.</summary>
    public static ApiRequest Missing(TenantId tenant, int count, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = tenant, At = at.ToUniversalTime(), ActorKind = ActorKind.System, ActorId = Actor.System.Id, ActorName = Actor.System.Name,
        Method = LostMethod, Route = LostMethod, Lost = count,
    };
}

/// <summary>What is known of a request once it has been answered.</summary>
public sealed record RequestTold(int Status, TimeSpan Took, string? OrderNo = null, string? Operation = null, string? Detail = null, string? TraceId = null);
