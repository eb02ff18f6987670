using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LetterExchange.Features.Review;

/// <summary>A page of the queue: where the program wants it, somebody new reads the training letters first, and is led there.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrainingFirstAttribute : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        var (me, current, training) = (services.GetRequiredService<CurrentPerson>(), services.GetRequiredService<CurrentProgram>(), services.GetRequiredService<TrainingStore>());
        if (me.HasProgram && await training.IsDue(await current.Get(), me.Id)) context.Result = new RedirectResult("/review/training");
        else await next();
    }
}
