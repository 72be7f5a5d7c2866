using OrderGuard.Web.Common;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPortal();
builder.Services.AddAuthorization();

var app = builder.Build();
app.UsePortal();
app.UseAuthorization();
app.UseAntiforgery();
app.MapPortal();
app.Run();
