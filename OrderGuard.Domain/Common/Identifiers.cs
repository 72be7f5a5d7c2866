namespace OrderGuard.Domain.Common;

/// <summary>An identifier: a version-7 UUID under a type of its own, so that no id is passed for another.</summary>
public interface IIdentifier<TSelf> where TSelf : struct, IIdentifier<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}
