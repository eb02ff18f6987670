using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Demo;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>The demo as it is served, with its scheduler, over a copy of one that is filled once a run.</summary>
sealed class DemoSite : IAsyncDisposable
{
    static readonly Lazy<Task<string>> filled = new(Fill);
    Service service = null!;

    DemoSite(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>What the demo's clock runs by; it stands unless a test moves it.</summary>
    public FakeTimeProvider Real { get; } = new(Today);

    static readonly DateTimeOffset Today = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public string Address => service.Addresses.Single();
    public Database Db => Get<Database>();
    public DateTimeOffset Now => Get<DemoClock>().GetUtcNow();

    public T Get<T>() where T : notnull => service.Services.GetRequiredService<T>();

    public Guid Person(string name) => Get<DemoCast>().Members.Single(member => member.Name.Split(' ')[0] == name).Id;

    public static async Task<DemoSite> Open()
    {
        var site = new DemoSite(await Copy());
        await site.Start();
        return site;
    }

    /// <summary>A data directory with a filled demo in it.</summary>
    public static async Task<string> Copy()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-demo-").FullName;
        foreach (var file in Directory.GetFiles(await filled.Value, "letterexchange.db*")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>Stops it and starts it again.</summary>
    public async Task Restart()
    {
        await service.DisposeAsync();
        await Start();
    }

    /// <summary>A visitor who is signed in by one click, or nobody yet.</summary>
    public async Task<Visitor> Visit(string? name = null)
    {
        var visitor = new Visitor(Address);
        if (name is not null) await Click(visitor, "/sign-in", "/demo/sign-in", ("person", Person(name).ToString()), ("to", "/notices"));
        return visitor;
    }

    /// <summary>Presses a button of the demo on a page.</summary>
    public static async Task<Visitor.Answer> Click(Visitor visitor, string page, string action, params (string Name, string Value)[] fields) =>
        await visitor.Send(action, [.. (await visitor.Get(page)).Form(null).Where(field => fields.All(given => given.Name != field.Name)), .. fields]);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal static void Clear()
    {
        if (filled.IsValueCreated && filled.Value.IsCompletedSuccessfully) Directory.Delete(filled.Value.Result, recursive: true);
    }

    async Task Start() => service = await Service.Start(new ServeOptions { Demo = true, Urls = "http://127.0.0.1:0", DataDirectory = Folder, Clock = Real });

    static async Task<string> Fill()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-demo-").FullName;
        await using (await Service.Start(new ServeOptions { Demo = true, Urls = "http://127.0.0.1:0", DataDirectory = folder, Work = false, Clock = new FakeTimeProvider(Today) })) { }
        return folder;
    }
}
