using System.CommandLine;
using LetterExchange.Benchmarks.Arrival;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Benchmarks.Letters;
using LetterExchange.Benchmarks.Load;
using LetterExchange.Benchmarks.Pages;
using LetterExchange.Benchmarks.Screening;
using LetterExchange.Benchmarks.Searches;
using LetterExchange.Benchmarks.Review;
using LetterExchange.Benchmarks.Rosters;
using LetterExchange.Benchmarks.Plans;
using LetterExchange.Benchmarks.Pulse;
using LetterExchange.Benchmarks.Sweeps;

var benchmarks = new RootCommand("What is fast in LetterExchange, measured. Build it in Release.")
{
    BenchCommand.Create(),
    SweepsCommand.Create(),
    PagesCommand.Create(),
    DeskCommand.Create(),
    EmptyCommand.Create(),
    LoadCommand.Create(),
    ServiceCommand.Create(),
    LettersCommand.Create(),
    RemindersCommand.Create(),
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
};
try
{
    return await benchmarks.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception failure)
{
    await Console.Error.WriteLineAsync(failure.ToString());
    return 2; // With 1 it measured all, and something is over its limit.
}
