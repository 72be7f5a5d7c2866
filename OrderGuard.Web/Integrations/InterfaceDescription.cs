using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrderGuard.Web.Integrations;

/// <summary>An example of what an endpoint is sent, shown in the description of the interface.</summary>
public sealed record RequestExample(string Json);

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page to try it at <c>/api/docs</c>.</summary>
public static class InterfaceDescription
{
    public const string Page = "/api/docs";
    private const string Document = "v1";

    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, string json) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestExample(json));

    public static void AddInterfaceDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = x => x.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "OrderGuard", Version = "1",
                Description = "Watches orders and says when one stands still. JSON in camelCase; times in RFC 3339, answered in UTC; errors as problem details (RFC 9457). "
                    + "Every POST that changes something honours the header Idempotency-Key for at least 24 hours. Lists page by the cursor in next.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[ApiKeyAuthentication.SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyAuthentication.Header, Description = "A key of one tenant and one source system.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.SchemeName, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    });

    public static void UseInterfacePage(this WebApplication app) => app.UseSwaggerUI(x =>
    {
        x.RoutePrefix = Page.TrimStart('/');
        x.DocumentTitle = "OrderGuard API";
        x.SwaggerEndpoint($"/openapi/{Document}.json", "OrderGuard");
        x.EnablePersistAuthorization();
    });

    public static void MapInterfaceDescription(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequestExample>().LastOrDefault() is { } example && operation.RequestBody?.Content is { } content)
        {
            foreach (var body in content.Values) body.Example = JsonNode.Parse(example.Json);
        }
        if (HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Idempotency.Header, In = ParameterLocation.Header, Description = "Repeats of this request with the same body are answered alike and done once.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Domain.Integrations.IdempotentAnswer.KeyMaxLength },
            });
        }
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, ct);
        operation.Responses ??= [];
        string[] statuses = metadata.OfType<IAuthorizeData>().Any() ? ["400", "401", "403", "404", "413", "422", "429"] : ["400", "404"];
        foreach (var status in statuses)
        {
            if (operation.Responses.ContainsKey(status)) continue;
            operation.Responses[status] = new OpenApiResponse
            {
                Description = Words(status),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } },
            };
        }
    }

    private static string Words(string status) => status switch
    {
        "400" => "The request cannot be read",
        "401" => "No key, or a wrong one",
        "403" => "The scope is missing, or the address is not allowed",
        "404" => "There is no such object for this tenant",
        "413" => "The body is too large",
        "422" => "Something in the request must be mended; errors says where",
        _ => "Over the rate limit; Retry-After says when to come back",
    };
}
