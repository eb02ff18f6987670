using System.Reflection;
using System.Reflection.Emit;

namespace LetterExchange.Tests.House;

/// <summary>One type of the program that mentions a type of another part (a feature, or the folders Data and Text).</summary>
public sealed record Knowledge(string Part, Type Type, string KnownPart, Type Known)
{
    const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Everything that compiled types say of other parts: in signatures, attributes and the bodies of methods. (Constants leave no trace there.)</summary>
    public static IReadOnlyList<Knowledge> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           let part = PartOf(type)
           where part is not null
           from known in Mentioned(type).SelectMany(Parts).Distinct()
           let knownPart = known.Assembly == assembly ? PartOf(known) : null
           where knownPart is not null && knownPart != part
           select new Knowledge(part, type, knownPart, known),
    ];

    public override string ToString() => $"{Type} knows {Known}";

    /// <summary>The feature that a type belongs to by its namespace, or Data, or Text; null for the rest.</summary>
    static string? PartOf(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        // Compiled pages are called after their files: Features_People_SignIn.
        var path = type.Namespace == "AspNetCoreGeneratedDocument" ? ["LetterExchange", .. type.Name.Split('_')] : (type.Namespace ?? "").Split('.');
        return path switch
        {
            ["LetterExchange", "Features", var feature, ..] when !feature.EndsWith("ViewImports") && feature.Length > 0 => feature,
            ["LetterExchange", "Data" or "Text", ..] => path[1],
            ["LetterExchange", "Commands", "Auditing", ..] => path[2],
            _ => null,
        };
    }

    static IEnumerable<Type?> Mentioned(Type type)
    {
        yield return type.BaseType;
        foreach (var part in type.GetInterfaces()) yield return part;
        foreach (var field in type.GetFields(Own)) yield return field.FieldType;
        foreach (var attribute in type.GetMembers(Own).Append(type).SelectMany(member => member.GetCustomAttributesData()))
            foreach (var part in attribute.ConstructorArguments.Select(argument => argument.Value as Type).Append(attribute.AttributeType)) yield return part;
        foreach (var method in type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)))
            foreach (var part in Signature(method).Concat(Body(method))) yield return part;
    }

    static IEnumerable<Type?> Signature(MethodBase method) =>
        [.. method.GetParameters().Select(parameter => parameter.ParameterType), (method as MethodInfo)?.ReturnType, .. method.IsGenericMethod ? method.GetGenericArguments() : []];

    static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (var local in body.LocalVariables) yield return local.LocalType;
        foreach (var clause in body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)) yield return clause.CatchType;
        var (ofType, ofMethod) = (method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
        foreach (var token in Tokens(method))
            foreach (var part in method.Module.ResolveMember(token, ofType, ofMethod) switch
            {
                Type type => [type],
                FieldInfo field => [field.DeclaringType, field.FieldType],
                MethodBase called => Signature(called).Append(called.DeclaringType),
                _ => [],
            })
                yield return part;
    }

    static IEnumerable<int> Tokens(MethodBase method) => Instructions.Of(method)
        .Where(one => one.Code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType).Select(one => one.Operand);

    // List<Letter[]> mentions Letter.
    static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null || type.IsGenericParameter) return [];
        if (type.HasElementType) return Parts(type.GetElementType());
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
