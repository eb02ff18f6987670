using System.CommandLine;
using LetterExchange.Commands;
using LetterExchange.Commands.Simulate;

return await new RootCommand("LetterExchange: two people read the same story, then write to each other about it.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    DoctorCommand.Create(),
    SimulateCommand.Create(),
    SetupCommand.Create(),
    StoriesCommand.Create(),
    RenderCommand.Create(),
    ScreenCommand.Create(),
    SearchCommand.Create(),
    RescreenCommand.Create(),
}.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }); // What is under way when it is told to stop comes to its end.
