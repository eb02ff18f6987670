using LetterExchange.Tests.Ground;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>The script of pictures, in a real browser.</summary>
public sealed class PicturesInABrowserTests
{
    [Test]
    public async Task A_picture_is_sent_when_it_is_chosen_made_smaller_first_and_comes_through_a_bad_network()
    {
        await using var site = await Site.Open();
        var us = await Correspondence.On(site);
        await using var window = await site.Window(us.Amina, new Variant("en", "light", 390));
        var page = window.Page;
        await page.AddInitScriptAsync("""
            globalThis.sizes = [];
            globalThis.strays = 0;
            const { send } = XMLHttpRequest.prototype;
            XMLHttpRequest.prototype.send = function (body) { globalThis.sizes.push(body.get("File")?.size ?? 0); return send.call(this, body); };
            const { fetch } = globalThis;
            globalThis.fetch = (to, how) => {
              if (how?.body instanceof FormData && [...how.body.values()].some((one) => one instanceof File)) globalThis.strays++;
              return fetch(to, how);
            };
            """);
        await page.GotoAsync($"/turns/{us.Turn.Id}");

        await page.SetInputFilesAsync("[data-file]", Photo(Files.PngPhoto(2600, 1900)));
        await Assertions.Expect(page.Locator("[data-sending]")).ToHaveTextAsync("The picture lies with your letter now. Henrik gets both together.");
        var first = page.Locator(".laid img").First;
        Assert.That(await first.EvaluateAsync<int[]>("async image => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; }"), Is.EqualTo(new[] { 2000, 1462 }));
        Assert.That(await page.EvaluateAsync<int>("Math.max(...globalThis.sizes)"), Is.InRange(1, 1_500_000), "a large file is made smaller before it goes");

        await page.FillAsync("#Text", "Dear Henrik, look at this.");
        await Assertions.Expect(page.Locator("[data-kept]")).ToContainTextAsync("Kept at");
        await window.Context.SetOfflineAsync(true);
        await page.SetInputFilesAsync("[data-file]", Photo(Files.Jpeg()));
        await Assertions.Expect(page.Locator("[data-sending]")).ToContainTextAsync("The picture did not arrive");
        await window.Context.SetOfflineAsync(false);
        await page.ClickAsync("[data-add]");
        await Assertions.Expect(page.Locator(".laid img")).ToHaveCountAsync(2);

        await page.SetInputFilesAsync("[data-file]", new FilePayload { Name = "x.png", MimeType = "image/png", Buffer = Files.Script });
        await Assertions.Expect(page.Locator("#fault")).ToContainTextAsync("This file is not a picture");
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        await page.ClickAsync("[data-out] >> nth=0");
        await Assertions.Expect(page.Locator(".laid img")).ToHaveCountAsync(1);

        Assert.That(await page.EvaluateAsync<int>("globalThis.strays"), Is.Zero, "a file never goes along with the words");
        await page.ClickAsync("text=Read and send");
        await Assertions.Expect(page.Locator(".proof .pics img")).ToHaveCountAsync(1);
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    static FilePayload Photo(byte[] file) => new() { Name = "IMG_0042.jpg", MimeType = "image/jpeg", Buffer = file };
}
