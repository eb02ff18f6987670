using Microsoft.Extensions.Logging;

namespace LetterExchange.Tests.Faults;

/// <summary>A log whose warnings and errors are kept.</summary>
public sealed class Lines<T>(List<string> said) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (said) said.Add(formatter(state, exception));
    }
}
