using System.Net;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>The frame around pages, from a host that has nothing else.</summary>
public sealed class LayoutTests
{
    WebApplication host = null!;
    HttpClient browser = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Press).Assembly.GetName().Name, ContentRootPath = Source.Folder, EnvironmentName = "Production",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Features");
        builder.Services.AddLook();
        host = builder.Build();
        host.UseStatusCodePagesWithReExecute("/error/{0}");
        host.UseStaticFiles();
        host.MapRazorPages();
        await host.StartAsync();
        browser = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Test]
    public async Task A_page_that_does_not_exist_says_so_in_kind_words()
    {
        var answer = await browser.GetAsync("/no-such-page");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(html, Does.Contain("There is nothing here."));
        Assert.That(html, Does.Contain("href=\"#main\"").And.Contain("<main id=\"main\""));
    }

    [TestCase("/error/500", 500, "Something went wrong on our side.")]
    [TestCase("/error/403", 403, "not yours to open")]
    [TestCase("/error/418", 418, "did not arrive whole")]
    [TestCase("/error", 500, "Something went wrong on our side.")]
    public async Task Every_status_has_its_words(string address, int status, string words)
    {
        var answer = await browser.GetAsync(address);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(words));
    }

    [Test]
    public async Task No_style_and_no_script_stands_in_the_page()
    {
        var text = await (await browser.GetAsync("/error/404")).Content.ReadAsStringAsync();
        Assert.That(text, Does.Not.Contain("style=").And.Not.Contain("<style").And.Not.Match("<script(?![^>]*src=)").And.Not.Match(" on[a-z]+="));
    }

    [Test]
    public async Task Every_file_that_the_page_asks_for_is_there()
    {
        var html = await (await browser.GetAsync("/error/404")).Content.ReadAsStringAsync();
        var files = System.Text.RegularExpressions.Regex.Matches(html, "(?:href|src)=\"(/(?:css|js|favicon)[^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(6));
        foreach (var file in files) Assert.That((await browser.GetAsync(file)).StatusCode, Is.EqualTo(HttpStatusCode.OK), file);
    }
}
