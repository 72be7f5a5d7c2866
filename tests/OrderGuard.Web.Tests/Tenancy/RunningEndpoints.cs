using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Tests.Integrations;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>One address of the running application with one of its methods.</summary>
internal sealed record RunningEndpoint(RouteEndpoint Endpoint, string Method)
{
    /// <summary>The route, without the leading slash that some have and some do not.</summary>
    public string Route => "/" + Endpoint.RoutePattern.RawText!.TrimStart('/');
    public bool IsMachine => Route.StartsWith("/api/", StringComparison.Ordinal);
    public bool IsAnonymous => Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
    public bool NamesAnObject => Endpoint.RoutePattern.Parameters.Count > 0;
    public bool TakesFiles => Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true;

    /// <summary>The permissions that its policies ask for.</summary>
    public IReadOnlyList<Permission> Permissions =>
        [.. Endpoint.Metadata.OfType<IAuthorizeData>().Where(x => x.Policy is not null).Select(x => Enum.TryParse<Permission>(x.Policy, out var needed) ? needed : Permission.ViewAlerts)];

    /// <summary>The addresses in which each parameter is one of these identifiers.</summary>
    public IEnumerable<string> Addresses(string orderNo, IReadOnlyList<Guid> ids, int version)
    {
        IReadOnlyList<string> addresses = [Route];
        foreach (var parameter in Endpoint.RoutePattern.Parameters)
        {
            var values = Values(parameter.Name, orderNo, ids, version);
            addresses = [.. addresses.SelectMany(address => values.Select(value => Fill(address, value)))];
        }
        return addresses;
    }

    private IReadOnlyList<string> Values(string name, string orderNo, IReadOnlyList<Guid> ids, int version) => name switch
    {
        "orderNo" or "OrderNo" => [orderNo],
        "number" or "version" or "Version" => [version.ToString(CultureInfo.InvariantCulture)],
        "id" or "Id" or "Token" => [.. ids.Select(x => x.ToString())],
        "documentName" => ["v1"],
        "name" when Route.StartsWith("/culture/", StringComparison.Ordinal) => ["en"],
        "Code" => ["404"],
        "path" => ["no-such-file.css"],
        _ => throw new InvalidOperationException($"{Method} {Route} has the parameter {name}, which this test cannot fill: add it to {nameof(RunningEndpoint)}.{nameof(Values)}."),
    };

    private static string Fill(string address, string value)
    {
        int from = address.IndexOf('{', StringComparison.Ordinal), to = address.IndexOf('}', from);
        return address[..from] + value + address[(to + 1)..];
    }

    public override string ToString() => $"{Method} {Route}";

    /// <summary>Every address of the application but those of scripts, styles, and the framework's own channel for pages.</summary>
    public static IReadOnlyList<RunningEndpoint> Of(MachineHost host) =>
    [
        .. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"]
           select new RunningEndpoint(endpoint, method),
    ];

    public static IReadOnlyList<Type> HubsOf(MachineHost host) =>
        [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(x => x.Metadata.GetMetadata<HubMetadata>()?.HubType).OfType<Type>().Distinct()];
}
