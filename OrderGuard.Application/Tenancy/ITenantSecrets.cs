namespace OrderGuard.Application.Tenancy;

/// <summary>Makes the keys that a tenant's personal identifiers are hashed under.</summary>
public interface ITenantSecrets
{
    /// <summary>32 random bytes, encrypted with the platform's keys.</summary>
    string NewProtectedHashKey();
}
