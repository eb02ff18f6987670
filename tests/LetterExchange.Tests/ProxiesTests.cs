using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LetterExchange.Tests;

public sealed class ProxiesTests
{
    [TestCase(null, "127.0.0.1", "https")]
    [TestCase(null, "::1", "https")]
    [TestCase(null, "192.0.2.10", "http")]
    [TestCase("192.0.2.10", "192.0.2.10", "https")]
    [TestCase("192.0.2.10", "192.0.2.11", "http")]
    [TestCase("192.0.2.10", "127.0.0.1", "https")]
    [TestCase("2001:db8::1, 192.0.2.0/28", "192.0.2.15", "https")]
    [TestCase("2001:db8::1 192.0.2.0/28", "192.0.2.16", "http")]
    [TestCase("2001:db8::1 192.0.2.0/28", "2001:db8::1", "https")]
    public async Task Https_is_believed_of_this_machine_and_of_those_that_are_named(string? trusted, string from, string scheme)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) }, Request = { Scheme = "http", Headers = { ["X-Forwarded-Proto"] = "https" } } };
        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(Proxies.From(Settings(trusted)))).Invoke(context);
        Assert.That(context.Request.Scheme, Is.EqualTo(scheme));
    }

    [Test]
    public void What_is_no_address_is_named() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => Proxies.From(Settings("192.0.2.10 proxy.example.org")))!.Message, Does.StartWith("The setting TrustedProxies names proxy.example.org;"));

    static IConfiguration Settings(string? trusted) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["TrustedProxies"] = trusted }).Build();
}
