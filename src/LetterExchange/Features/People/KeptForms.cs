using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Carries a <see cref="KeptForm"/> through the door. It stands before routing, since it turns one request into another.</summary>
public sealed class KeptForms(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, KeptForm kept)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && request.Query.ContainsKey("kept") && request.HasFormContentType
            && (await request.ReadFormAsync())[KeptForm.KeptField].ToString() is { Length: > 0 } fields)
        {
            kept.Restore(fields);
            BecomeGet(request);
        }
        await next(context);
        if (!context.Items.ContainsKey(KeptForm.Wanted)) return;
        BecomeGet(request);
        request.Path = "/sign-in";
        request.QueryString = QueryString.Empty;
        context.SetEndpoint(null);
        request.RouteValues.Clear();
        await next(context);
    }

    static void BecomeGet(HttpRequest request) => (request.Method, request.ContentType, request.ContentLength) = (HttpMethods.Get, null, null);
}

/// <summary>Puts kept fields where the page's inputs look for them, and says so at its head.</summary>
public sealed class KeptFormFilter(KeptForm kept, IStringLocalizer<Texts> texts) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!kept.Any || context.HandlerInstance is not PageModel page) return next();
        foreach (var (field, values) in kept.Fields) page.ModelState.SetModelValue(field, values, values.Length > 0 ? values[0] : null);
        page.TempData["Said"] = texts["kept.back"].Value;
        return next();
    }
}

/// <summary>Lets a form keep what was typed when it is sent after the session has ended.</summary>
[HtmlTargetElement("kept-form", TagStructure = TagStructure.WithoutEndTag)]
public sealed class KeptFormTagHelper(KeptForm kept, CurrentPerson me) : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!me.IsSignedIn)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", KeptForm.WhoField);
        output.Attributes.SetAttribute("value", kept.Who(me.Id));
    }
}
