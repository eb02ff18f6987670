using System.CommandLine;
using LetterExchange.Benchmarks.Arrival;
using LetterExchange.Benchmarks.Pages;
using LetterExchange.Benchmarks.Pulse;
using LetterExchange.Benchmarks.Sweeps;

return await new RootCommand("What is fast in LetterExchange, measured. Build it in Release.")
{
    SweepsCommand.Create(),
    PagesCommand.Create(),
    ArrivalCommand.Create(),
    PulseCommand.Create(),
}.Parse(args).InvokeAsync();
