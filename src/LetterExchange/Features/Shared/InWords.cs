using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LetterExchange.Features.Shared;

/// <summary>What could not be read of a form, in the house's own words.</summary>
public static class InWords
{
    /// <summary>Puts these words in the place of what the framework says about a box that it could not read. To be called before anything else is said.</summary>
    public static void Unreadable(this ModelStateDictionary form, string words)
    {
        foreach (var (field, entry) in form.Where(one => one.Value!.Errors.Count > 0).ToList())
        {
            entry!.Errors.Clear();
            form.AddModelError(field, words);
        }
    }
}
