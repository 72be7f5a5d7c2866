using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Integrations;

/// <summary>What the events that are told outside hold, as JSON Schema.</summary>
public static class EventSchemaEndpoints
{
    public static void MapEventSchemas(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/events/schemas", Get).WithTags("Changes").WithName("GetEventSchemas")
            .WithSummary("The JSON schema of the data of each kind of event, by its type").Produces(StatusCodes.Status200OK, contentType: "application/json")
            .RequireAuthorization(nameof(Permission.ViewOrders));

    private static ContentHttpResult Get() => TypedResults.Text(EventSchemas.Json, "application/json");
}
