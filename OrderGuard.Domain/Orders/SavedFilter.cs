using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Orders;

public readonly record struct SavedFilterId(Guid Value) : IIdentifier<SavedFilterId>
{
    public static SavedFilterId New() => new(Guid.CreateVersion7());

    public static SavedFilterId From(Guid value) => new(value);
}

/// <summary>A view of the orders that a person keeps by name, for itself or for all of its company.</summary>
public sealed class SavedFilter : ITenantOwned
{
    public const int NameMaxLength = 60;
    public const int FilterMaxLength = 4000;
    public const int MostPerPerson = 50;

    private SavedFilter() { } // EF Core

    public SavedFilterId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public UserId Owner { get; private set; }
    public string OwnerName { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>The filter as JSON.</summary>
    public string Filter { get; private set; } = "";
    public bool Shared { get; private set; }
    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static SavedFilter Save(TenantId tenant, UserId owner, string ownerName, string name, string filter, bool shared, DateTimeOffset now) =>
        new() { Id = SavedFilterId.New(), TenantId = tenant, Owner = owner, OwnerName = ownerName, Name = name.Trim(), Filter = filter, Shared = shared, SavedAt = now };

    public void Rename(string name, bool shared) => (Name, Shared) = (name.Trim(), shared);
}

public static class SavedFilterRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("saved filter");

    public static readonly Refusal NameTaken = Refusal.Invalid("filter-name-taken", "You have a filter of this name already.", new Problem("/name", "Choose another name."));

    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "too-many-filters", $"You have {SavedFilter.MostPerPerson} filters. Delete one first.");
}
