using System.CommandLine;
using LetterExchange.Benchmarks.Pages;
using LetterExchange.Benchmarks.Sweeps;

return await new RootCommand("What is fast in LetterExchange, measured. Build it in Release.")
{
    SweepsCommand.Create(),
    PagesCommand.Create(),
}.Parse(args).InvokeAsync();
