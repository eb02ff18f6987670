using System.CommandLine;
using LetterExchange.Commands;

return await new RootCommand("LetterExchange: two people read the same story, then write to each other about it.")
{
    ServeCommand.Create(),
    MigrateCommand.Create(),
    SetupCommand.Create(),
    StoriesCommand.Create(),
    RenderCommand.Create(),
    ScreenCommand.Create(),
}.Parse(args).InvokeAsync();
