using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OrderGuard.Web.Common;
using OrderGuard.Web.Intake;
using OrderGuard.Web.Orders;

namespace OrderGuard.Web.Integrations;

/// <summary>The machine interface under <c>/api</c>: its keys, its limits, its errors.</summary>
public static class IntegrationsRegistration
{
    private const string Chooser = "PersonOrKey";

    public static IServiceCollection AddMachineInterface(this IServiceCollection services)
    {
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddPolicyScheme(Chooser, null, x => x.ForwardDefaultSelector = Choose);
        services.PostConfigure<AuthenticationOptions>(x => x.DefaultAuthenticateScheme = x.DefaultChallengeScheme = x.DefaultForbidScheme = Chooser);
        services.AddInterfaceDescription();
        services.AddHealth();
        // So that what is wrong with a body is known, and told by its pointer.
        services.Configure<RouteHandlerOptions>(x => x.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(x =>
        {
            x.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            x.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            x.SerializerOptions.Converters.Add(new UtcInstantConverter());
        });
        return services;
    }

    /// <summary>Belongs before all that answers a machine, so that every answer is kept as it went out.</summary>
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app) =>
        app.UseWhen(x => IsMachine(x) && !x.Request.Path.StartsWithSegments(InterfaceDescription.Page), x => x.UseMiddleware<RequestLogging>());

    /// <summary>Belongs before authentication, so that its refusals too are told as problem details.</summary>
    public static IApplicationBuilder UseMachineProblems(this IApplicationBuilder app) =>
        app.UseWhen(IsMachine, x => x.UseMiddleware<MachineProblems>());

    /// <summary>Belongs between authentication and authorization.</summary>
    public static IApplicationBuilder UseMachineLimits(this IApplicationBuilder app) =>
        app.UseWhen(IsMachine, x => x.UseMiddleware<MachineLimits>());

    /// <summary>Belongs after authorization: only who may is answered, and remembered.</summary>
    public static IApplicationBuilder UseIdempotency(this IApplicationBuilder app) =>
        app.UseWhen(IsMachine, x => x.UseMiddleware<Idempotency>().Use(SensitiveOperationGuard.KeepBodyAsync));

    public static void MapMachineInterface(this IEndpointRouteBuilder app)
    {
        app.MapEvents();
        app.MapOrders();
        app.MapChanges();
        app.MapEventSchemas();
        app.MapInterfaceDescription();
        app.MapHealth();
        app.MapRequestDownloads();
    }

    private static bool IsMachine(HttpContext context) => context.Request.Path.StartsWithSegments("/api");

    /// <remarks>A browser's session may read through the machine interface (a download, say), but change nothing: that takes a key.</remarks>
    private static string Choose(HttpContext context)
    {
        if (!IsMachine(context)) return IdentityConstants.ApplicationScheme;
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return reads && !context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) && context.Request.Headers.Cookie.Count > 0
            ? IdentityConstants.ApplicationScheme : ApiKeyAuthentication.SchemeName;
    }
}
