using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace LetterExchange;

/// <summary>Whom the service believes that a request came over https: a web server on this machine, and those that the setting <c>TrustedProxies</c> names.
/// Nothing else that a proxy says is read.</summary>
static class Proxies
{
    static readonly char[] apart = [' ', ',', ';', '\t'];

    /// <exception cref="InvalidOperationException">The setting can't be read; in the administrator's words.</exception>
    public static ForwardedHeadersOptions From(IConfiguration configuration)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto }; // With this machine's own addresses.
        foreach (var one in (configuration["TrustedProxies"] ?? "").Split(apart, StringSplitOptions.RemoveEmptyEntries))
            if (IPAddress.TryParse(one, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(one, out var network)) options.KnownIPNetworks.Add(network);
            else throw new InvalidOperationException($"The setting TrustedProxies names {one}; it must be addresses such as 192.0.2.10, or networks such as 192.0.2.0/24, apart by spaces.");
        return options;
    }
}
