using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Web.Common;
using OrderGuard.Web.Tenancy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUseCases();
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddPortal();
builder.Services.AddTenancyPages();

var app = builder.Build();
await DatabaseSchema.MigrateAsync(app.Services);
await SetupLinkAnnouncer.AnnounceAsync(app);
app.UsePortal();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapGet("/health/live", () => TypedResults.Ok()).AllowAnonymous();
app.MapTenancy();
app.MapPortal();
await app.RunAsync();

/// <summary>The entry point, named for the tests that start the application.</summary>
public partial class Program;
