namespace OrderGuard.Web.Common;

/// <summary>How much waits for the signed-in person behind each page of the navigation.</summary>
public interface INavCounters
{
    /// <summary>Raised, from any thread, when a count changed.</summary>
    event Action? Changed;

    /// <summary>How many wait behind the page with this key of <see cref="PortalMap"/>; zero shows nothing.</summary>
    int For(string pageKey);
}

/// <summary>Counts nothing, until a feature registers counters of its own.</summary>
internal sealed class NoNavCounters : INavCounters
{
    public event Action? Changed { add { } remove { } }

    public int For(string pageKey) => 0;
}
