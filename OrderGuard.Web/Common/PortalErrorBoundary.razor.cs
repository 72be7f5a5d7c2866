using System.Diagnostics;
using Microsoft.AspNetCore.Components;

namespace OrderGuard.Web.Common;

/// <summary>Keeps the frame alive when a page fails, and gives the failure a name to look it up by.</summary>
public sealed partial class PortalErrorBoundary(ILogger<PortalErrorBoundary> logger) : ErrorBoundaryBase
{
    private string? _traceId;

    protected override Task OnErrorAsync(Exception exception)
    {
        _traceId = Activity.Current?.TraceId.ToString() ?? Guid.CreateVersion7().ToString("N");
        LogPageFailed(logger, exception, _traceId);
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page failed; its viewer was shown trace {TraceId}")]
    private static partial void LogPageFailed(ILogger logger, Exception exception, string traceId);
}
