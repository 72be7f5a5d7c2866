using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Common;

/// <summary>Who may make a request; a request without one is refused.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public abstract class AccessAttribute : Attribute
{
    public abstract bool Admits(Caller caller);
}

/// <summary>The caller needs any one of these permissions in the tenant that it works in.</summary>
public sealed class RequiresAttribute(params Permission[] permissions) : AccessAttribute
{
    public IReadOnlyList<Permission> Permissions { get; } = permissions;

    public override bool Admits(Caller caller) => Permissions.Any(caller.May);
}

/// <summary>Any known caller may, about itself.</summary>
public sealed class SignedInAttribute : AccessAttribute
{
    public override bool Admits(Caller caller) => caller.IsKnown;
}

/// <summary>Anybody may, signed in or not: the request carries its own proof, such as a one-time link.</summary>
public sealed class AnyoneAttribute : AccessAttribute
{
    public override bool Admits(Caller caller) => true;
}
