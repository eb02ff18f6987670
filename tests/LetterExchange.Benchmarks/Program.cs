using System.CommandLine;
using LetterExchange.Benchmarks.Sweeps;

return await new RootCommand("What is fast in LetterExchange, measured. Build it in Release.")
{
    SweepsCommand.Create(),
}.Parse(args).InvokeAsync();
