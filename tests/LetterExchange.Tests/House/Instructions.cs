using System.Reflection;
using System.Reflection.Emit;

namespace LetterExchange.Tests.House;

/// <summary>Reads what compiled methods do, one instruction after another.</summary>
static class Instructions
{
    static readonly Dictionary<short, OpCode> codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The instructions of a method, each with its operand where that is a token or four bytes long; none where it has no body.</summary>
    public static IEnumerable<(OpCode Code, int Operand)> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        for (var at = 0; at < il.Length;)
        {
            var code = codes[il[at] == 0xFE ? (short)(0xFE00 | il[++at]) : il[at]];
            at++;
            var length = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
            yield return (code, length == 4 ? BitConverter.ToInt32(il, at) : 0);
            at += length;
        }
    }
}
