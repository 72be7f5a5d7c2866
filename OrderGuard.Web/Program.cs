using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Web.Alerts;
using OrderGuard.Web.Audit;
using OrderGuard.Web.Common;
using OrderGuard.Web.Common.Commands;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Dashboard;
using OrderGuard.Web.Intake;
using OrderGuard.Web.Integrations;
using OrderGuard.Web.Notifications;
using OrderGuard.Web.Orders;
<<<<<<< HEAD
using OrderGuard.Web.Review;
using OrderGuard.Web.Risk;
=======
using OrderGuard.Web.Risk.Rules;
>>>>>>> rules
using OrderGuard.Web.StatusSync;
using OrderGuard.Web.Tenancy;
using OrderGuard.Web.Timeouts;

if (await CommandLine.RunAsync(args, CommandConsole.System) is { } exitCode) return exitCode;

var builder = WebApplication.CreateBuilder(args);
builder.AddTelemetry();
builder.Services.AddUseCases();
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddTenancyPages();
builder.Services.AddOrderPages();
builder.Services.AddDashboardPages();
builder.Services.AddPortal();
builder.Services.AddDemo(builder.Configuration);
builder.Services.AddConfigurationPages();
builder.Services.AddMachineInterface();
builder.Services.AddImportPages();
builder.Services.AddAlertsWeb();
builder.Services.AddNotificationPages();
builder.Services.AddSyncPages();

var app = builder.Build();
await DatabaseSchema.MigrateAsync(app.Services);
await app.Services.EnsureDemoAsync();
await SetupLinkAnnouncer.AnnounceAsync(app);
app.UseTelemetry();
app.UseTrustedProxies();
app.UseRequestLog();
app.UsePortal();
app.UseInterfacePage();
app.UseMachineProblems();
app.UseAuthentication();
app.UseMachineLimits();
app.UseWatchTokens();
app.UseAuthorization();
app.UseIdempotency();
app.UseAntiforgery();
app.MapMachineInterface();
app.MapPortal();
app.MapTenancy();
app.MapConfiguration();
app.MapImports();
app.MapBacktest();
app.MapRiskRules();
app.MapRiskSamples();
app.MapTimeoutDownloads();
app.MapAlerts();
app.MapOrderDownloads();
app.MapAudit();
app.MapRisk();
app.MapReview();
app.MapSyncReviews();
app.MapStatusDownloads();
app.MapSync();
await app.RunAsync();
return 0;

/// <summary>The entry point, named for the tests that start the application.</summary>
public partial class Program;
