using System.Globalization;
using System.Text;
using LetterExchange.Text;

namespace LetterExchange.Features.Imports;

/// <summary>The columns of a table, in the order of the template.</summary>
public enum Column
{
    Id, GivenName, Surname, Role, Email, Born, Organisation, Town, Cohort, Language, Mentor, Guardian, GuardianEmail,
    Consent, ConsentHow, ConsentGiven, ConsentUntil, Clearance, ClearanceFrom, ClearanceUntil, Name,
}

/// <summary>What columns may be called, in the languages of the service. Capitals, accents, blanks and signs do not matter.</summary>
public static class Columns
{
    static readonly (Column Column, string Names)[] known =
    [
        (Column.Id, "id externalid number studentid personid sourcedid reference ref identifiant numero matricule identificador codigo"),
        (Column.GivenName, "givenname given firstname first forename prenom nombre nombredepila"),
        (Column.Surname, "surname lastname last familyname nom nomdefamille apellido apellidos"),
        (Column.Name, "name fullname nomcomplet prenometnom nombrecompleto nombreyapellidos"),
        (Column.Role, "role type fonction rol funcion tipo"),
        (Column.Email, "email mail emailaddress courriel adresseemail adressemail correo correoelectronico"),
        (Column.Born, "born dateofbirth birthdate birthday dob datedenaissance naissance fechadenacimiento nacimiento"),
        (Column.Organisation, "school employer schooloremployer organisation organization company ecole etablissement employeur ecoleouemployeur entreprise escuela colegio centro empresa escuelaoempresa"),
        (Column.Town, "town city ville commune ciudad localidad poblacion municipio"),
        (Column.Cohort, "cohort class classroom group classorgroup classe groupe classeougroupe clase grupo claseogrupo"),
        (Column.Language, "language lang langue idioma lengua"),
        (Column.Mentor, "mentor mentoremail mentorid emaildumentor mentormail correodelmentor"),
        (Column.Guardian, "guardian guardianname parent parentname responsable responsablelegal parentoututeur tuteur nomduresponsable padremadreotutor tutorlegal"),
        (Column.GuardianEmail, "guardianemail guardianmail parentemail emailduresponsable courrielduresponsable correodelresponsable emaildelresponsable"),
        (Column.Consent, "consent consentby whosaidyes consentement consentementde consentimiento autorizacion autorizacionde"),
        (Column.ConsentHow, "consenthow howconsent consentementcomment autorizacioncomo consentimientocomo"),
        (Column.ConsentGiven, "consentgiven consentgivenon consentfrom consentdate consentementdonnele consentementdu autorizaciondesde consentimientodesde autorizaciondada"),
        (Column.ConsentUntil, "consentuntil consentto consentementjusquau autorizacionhasta consentimientohasta"),
        (Column.Clearance, "clearance check backgroundcheck verification acreditacion comprobacion"),
        (Column.ClearanceFrom, "clearancefrom checkedon clearancedate verificationdu verifiele acreditaciondesde"),
        (Column.ClearanceUntil, "clearanceuntil clearanceto verificationjusquau acreditacionhasta"),
    ];

    static readonly Dictionary<string, Column> byName = known.SelectMany(each => each.Names.Split(' ').Select(name => (name, each.Column))).ToDictionary(each => each.name, each => each.Column);

    /// <summary>The column of that name, or nothing.</summary>
    public static Column? Find(string header) => byName.TryGetValue(Bare(header), out var column) ? column : null;

    /// <summary>Letters and digits alone, small, without accents.</summary>
    internal static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var letter in text.InForm(NormalizationForm.FormD))
            if (char.IsLetterOrDigit(letter)) bare.Append(char.ToLowerInvariant(letter));
        return bare.ToString();
    }

    /// <summary>A name as names are compared: small, without accents, single blanks.</summary>
    internal static string Folded(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in name.InForm(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) folded.Append(char.ToLowerInvariant(letter));
        return folded.ToString();
    }
}
