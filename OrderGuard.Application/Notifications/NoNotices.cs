namespace OrderGuard.Application.Notifications;

/// <summary>Where no channels are there to be told.</summary>
internal sealed class NoNotices : INotices
{
    public void Add(Notice notice)
    {
        // There is nobody to tell.
    }
}
