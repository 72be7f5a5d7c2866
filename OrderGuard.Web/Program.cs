using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUseCases();
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<AuthenticationStateProvider, ServerAuthenticationStateProvider>();
builder.Services.AddScoped<CircuitAddress>();
builder.Services.AddScoped<ICallerSource, WebCallers>();
builder.Services.AddPortal();
builder.Services.AddConfigurationPages();
builder.Services.AddAuthorization();

var app = builder.Build();
await DatabaseSchema.MigrateAsync(app.Services);
app.UsePortal();
app.UseAuthorization();
app.UseAntiforgery();
app.MapPortal();
app.MapConfiguration();
app.MapGet("/health/live", () => TypedResults.Ok());
await app.RunAsync();

/// <summary>The entry point, named for the tests that start the application.</summary>
public partial class Program;
