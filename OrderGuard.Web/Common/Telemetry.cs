using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Web.Common;

/// <summary>Sends metrics, traces and logs to an OpenTelemetry collector, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static readonly string[] Meters = ["OrderGuard.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", .. DatabaseTelemetry.Meters];
    private static readonly string[] Sources = ["OrderGuard.*", "Microsoft.AspNetCore", "System.Net.Http", .. DatabaseTelemetry.Sources];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint])) return;

        var resource = ResourceBuilder.CreateDefault().AddService("orderguard", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build());
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter().Build());
        builder.Logging.AddOpenTelemetry(x =>
        {
            x.SetResourceBuilder(resource);
            x.IncludeFormattedMessage = true;
            x.AddOtlpExporter();
        });
    }

    /// <summary>Begins to measure: the providers listen from the moment they are made, and flush when the application stops.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        _ = app.Services.GetService<MeterProvider>();
        _ = app.Services.GetService<TracerProvider>();
    }
}
