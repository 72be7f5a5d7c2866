using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrderGuard.Web.Integrations;

/// <summary>Whether the process lives, and whether it and what it depends on can serve.</summary>
public static class Health
{
    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = Word(report.Status),
        dependencies = report.Entries.ToDictionary(x => x.Key, x => new { status = Word(x.Value.Status), x.Value.Description }),
    });

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
