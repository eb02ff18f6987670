using System.Runtime.InteropServices;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>Signals to processes, by the numbers that they have on Linux.</summary>
static class Signals
{
    const int Continue = 18, Stop = 19;

    /// <summary>Takes the processor from a process; it does not notice.</summary>
    public static void Freeze(int process) => _ = Kill(process, Stop);

    public static void Thaw(int process) => _ = Kill(process, Continue);

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Kill(int process, int signal);
}
