using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUseCases();
builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<AuthenticationStateProvider, ServerAuthenticationStateProvider>();
builder.Services.AddScoped<CircuitAddress>();
builder.Services.AddScoped<ICallerSource, WebCallers>();
builder.Services.AddPortal();
builder.Services.AddAuthorization();
builder.Services.AddMachineInterface();

var app = builder.Build();
await DatabaseSchema.MigrateAsync(app.Services);
app.UsePortal();
app.UseMachineProblems();
app.UseAuthentication();
app.UseMachineLimits();
app.UseAuthorization();
app.UseAntiforgery();
app.MapMachineInterface();
app.MapPortal();
app.MapGet("/health/live", () => TypedResults.Ok());
await app.RunAsync();

/// <summary>The entry point, named for the tests that start the application.</summary>
public partial class Program;
