using System.CommandLine;
using LetterExchange.Benchmarks.Arrival;
using LetterExchange.Benchmarks.Pages;
using LetterExchange.Benchmarks.Screening;
using LetterExchange.Benchmarks.Searches;
using LetterExchange.Benchmarks.Review;
using LetterExchange.Benchmarks.Rosters;
using LetterExchange.Benchmarks.Plans;
using LetterExchange.Benchmarks.Pulse;
using LetterExchange.Benchmarks.Sweeps;

return await new RootCommand("What is fast in LetterExchange, measured. Build it in Release.")
{
    SweepsCommand.Create(),
    PagesCommand.Create(),
    ArrivalCommand.Create(),
    SearchCommand.Create(),
    RelevanceCommand.Create(),
    ReviewCommand.Create(),
    RosterCommand.Create(),
    ApplyCommand.Create(),
    PulseCommand.Create(),
    TrainCommand.Create(),
    MeasureCommand.Create(),
    ScreeningCommand.Create(),
    ForeignCommand.Create(),
}.Parse(args).InvokeAsync();
