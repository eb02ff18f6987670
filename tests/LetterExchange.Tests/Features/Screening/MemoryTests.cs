using FsCheck;
using FsCheck.Fluent;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;
using static LetterExchange.Features.Screening.Memory.TraceKind;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>What screening keeps of letters, and when it adds up.</summary>
public sealed class MemoryTests
{
    // English.
    [TestCase("en", "I live in Ashford with my gran.", Town, "I live in Ashford")]
    [TestCase("en", "We moved to the Northgate Estate last year.", Town, "We moved to the Northgate Estate")]
    [TestCase("en", "here in ashford it rained, and i live in ashford so i got wet", Town, "here in ashford")]
    [TestCase("en", "On Sundays I play for the Ashford Wolves and we always lose.", Team, "I play for the Ashford Wolves")]
    [TestCase("en", "Our choir is called the Larks of Mill Lane!", Team, "Our choir is called the Larks of Mill Lane")]
    [TestCase("en", "I take the 42 bus home.", Line, "42 bus")]
    [TestCase("en", "My bus is the number 7A tram, the old one.", Line, "7A tram")]
    [TestCase("en", "I get off at Quarry Road.", Line, "I get off at Quarry Road")]
    [TestCase("en", "We live right opposite the fire station, it is loud.", Landmark, "We live right opposite the fire station")]
    [TestCase("en", "Our flat is above a bakery.", Landmark, "Our flat is above a bakery")]
    [TestCase("en", "My little brother Tomasz ate it.", Sibling, "My little brother Tomasz")]
    [TestCase("en", "My sister is called Lea.", Sibling, "My sister is called Lea")]
    [TestCase("en", "My mum works at the hospital at night.", Work, "My mum works at the hospital")]
    [TestCase("en", "My birthday is in May and I want a kite.", Birthday, "My birthday is in May")]
    [TestCase("en", "I'll be eleven in October.", Birthday, "I'll be eleven in October")]
    [TestCase("en", "My birthday was last Saturday.", Birthday, "My birthday was last Saturday")]
    [TestCase("en", "I'm in Year 6 now.", Class, "I'm in Year 6")]
    [TestCase("en", "I am the goalie.", Position, "I am the goalie")]
    // French.
    [TestCase("fr", "J’habite à Saint-Aubin avec ma mère.", Town, "J’habite à Saint-Aubin")]
    [TestCase("fr", "On habite près de Valmont.", Town, "On habite près de Valmont")]
    [TestCase("fr", "Je joue au FC Lilas le mercredi.", Team, "Je joue au FC Lilas")]
    [TestCase("fr", "Mon équipe s’appelle les Hérons.", Team, "Mon équipe s’appelle les Hérons")]
    [TestCase("fr", "Je prends le bus 27 tous les jours.", Line, "bus 27")]
    [TestCase("fr", "Nous, c’est la ligne 3.", Line, "ligne 3")]
    [TestCase("fr", "Je descends à Pont-Neuf.", Line, "Je descends à Pont-Neuf")]
    [TestCase("fr", "J’habite juste en face de la caserne.", Landmark, "J’habite juste en face de la caserne")]
    [TestCase("fr", "Ma grande sœur Inès chante.", Sibling, "Ma grande sœur Inès")]
    [TestCase("fr", "Mon père travaille à la gare.", Work, "Mon père travaille à la gare")]
    [TestCase("fr", "Mon anniversaire est en mars.", Birthday, "Mon anniversaire est en mars")]
    [TestCase("fr", "Je suis en CM2.", Class, "Je suis en CM2")]
    [TestCase("fr", "Je suis gardien de but.", Position, "Je suis gardien")]
    // Spanish.
    [TestCase("es", "Vivo en Río Claro con mi abuela.", Town, "Vivo en Río Claro")]
    [TestCase("es", "Mi barrio se llama Las Eras.", Town, "Mi barrio se llama Las Eras")]
    [TestCase("es", "Juego en el Rayo Norte.", Team, "Juego en el Rayo Norte")]
    [TestCase("es", "Cojo el autobús 14 para volver.", Line, "autobús 14")]
    [TestCase("es", "Me bajo en Plaza Vieja.", Line, "Me bajo en Plaza Vieja")]
    [TestCase("es", "Vivimos justo enfrente de la panadería.", Landmark, "Vivimos justo enfrente de la panadería")]
    [TestCase("es", "Mi hermano Pablo se ríe.", Sibling, "Mi hermano Pablo")]
    [TestCase("es", "Mi madre trabaja en el hospital.", Work, "Mi madre trabaja en el hospital")]
    [TestCase("es", "Mi cumpleaños es en julio.", Birthday, "Mi cumpleaños es en julio")]
    [TestCase("es", "Estoy en quinto de primaria.", Class, "Estoy en quinto de primaria")]
    [TestCase("es", "Soy portera.", Position, "Soy portera")]
    public void A_child_s_letter_tells_a_detail(string language, string text, TraceKind kind, string passage) =>
        Assert.That(Told(text, Side.Mentee, language), Has.Member((kind, passage)));

    [TestCase("Orla lives in Ravenhill, in a lighthouse with no sea.")]
    [TestCase("The town in the story is called Ravenhill and I liked it.")]
    [TestCase("In the book I live in Ravenhill and I take the 42 bus.")]
    [TestCase("She wrote: \"I live in Ravenhill, opposite the church.\" That made me laugh.")]
    [TestCase("My grandfather played for the Rovers when he was young.")]
    [TestCase("The driver of the 42 bus knows everybody by name.")]
    [TestCase("The bus was late and I waited for 20 minutes.")]
    [TestCase("I take the 8.15 bus and sometimes the 9:40 bus.")]
    [TestCase("I saw 12 buses, and only 1 bus stopped for me.")]
    [TestCase("I live in a flat with my mum.")]
    [TestCase("I live in England but my aunt is in Poland.")]
    [TestCase("I come from Somalia.")]
    [TestCase("I play for fun on Saturdays.")]
    [TestCase("i live in a small flat and i play for fun")]
    [TestCase("My brother is seven. My sister and I fight.")]
    [TestCase("My brother's birthday is in May.")]
    [TestCase("The Queen's birthday is in April.")]
    [TestCase("My birthday was great, thank you!")]
    [TestCase("We read about the church opposite the station.")]
    [TestCase("I may be late, the march was in the rain.")]
    [TestCase("My mum works at night.")]
    [TestCase("The goalkeeper of the other team was tall.")]
    [TestCase("I am keeper of the lighthouse, says Orla.")]
    [TestCase("I was in Year 2 when we planted it.")]
    [TestCase("Lucas habite à Valmont dans le roman.")]
    [TestCase("Je prends le train de 17 heures avec mon père.")]
    [TestCase("On récite la table en se tournant le dos.")]
    [TestCase("On joue contre le collège samedi.")]
    [TestCase("Mon grand-père jouait pour les Hérons.")]
    [TestCase("Le bus 27 était en retard dans le film.")]
    [TestCase("Elle dit : « J’habite à Valmont, en face de la gare. »")]
    [TestCase("Je joue à Minecraft avec mon cousin.")]
    [TestCase("Je suis en colère contre le méchant.")]
    [TestCase("Mi abuelo jugaba en el Rayo.")]
    [TestCase("El autobús de la novela llega tarde.")]
    [TestCase("Vivo en una casa con jardín.")]
    [TestCase("Estoy en casa con mi gata.")]
    public void What_is_nobody_s_or_everybody_s_is_no_detail(string text) =>
        Assert.That(Told(text, Side.Mentee, Languages.ForRules(Languages.Of(text), "en")), Is.Empty);

    [TestCase("en", "Let's say this is just between us.", Secrecy)]
    [TestCase("en", "I have never told anyone this before.", Secrecy)]
    [TestCase("en", "I saw a scarf in a window and thought of you.", Gift)]
    [TestCase("en", "You deserve a little treat for that.", Gift)]
    [TestCase("en", "You're the only one who really understands me.", Flattery)]
    [TestCase("en", "You are so mature for your age.", Flattery)]
    [TestCase("en", "Do you have a phone of your own?", Channel)]
    [TestCase("en", "I wish we could talk properly.", Channel)]
    [TestCase("fr", "Ça reste entre nous, d’accord ?", Secrecy)]
    [TestCase("fr", "J’ai pensé à toi en voyant une écharpe.", Gift)]
    [TestCase("fr", "Tu es vraiment mûre pour ton âge.", Flattery)]
    [TestCase("fr", "Tu es la seule qui me comprend.", Flattery)]
    [TestCase("fr", "Est-ce que tu as un téléphone à toi ?", Channel)]
    [TestCase("es", "Esto queda entre nosotros.", Secrecy)]
    [TestCase("es", "Te mereces un pequeño regalo.", Gift)]
    [TestCase("es", "Eres la única que me entiende.", Flattery)]
    [TestCase("es", "Eres muy madura para tu edad.", Flattery)]
    [TestCase("es", "¿Tienes móvil propio?", Channel)]
    public void An_adult_s_letter_holds_a_sign(string language, string text, TraceKind kind)
    {
        Assert.That(Told(text, Side.Mentor, language).Select(trace => trace.Kind), Has.Member(kind));
        Assert.That(Told(text, Side.Mentee, language).Select(trace => trace.Kind), Has.No.Member(kind), "only an adult's");
    }

    [TestCase("It is no secret that I burn my toast.")]
    [TestCase("The garden was the only one with a gate.")]
    [TestCase("You were the only one who noticed the lamp, well read!")]
    [TestCase("In the story Orla says that he is the only one who understands her.")]
    [TestCase("\"You are the only one who understands me\", says the fox.")]
    [TestCase("My present was a kite when I was eight.")]
    [TestCase("The lighthouse keeper has no phone of his own.")]
    [TestCase("What size was the whale, do you think?")]
    [TestCase("Your teacher reads our letters, and that is a good thing.")]
    [TestCase("Did your team win? Did you tell your mum about the goal?")]
    [TestCase("La fille du roman est mûre pour son âge.")]
    [TestCase("Le cerisier est mûr en juin.")]
    [TestCase("La protagonista no es como los demás.")]
    [TestCase("El secreto de una buena sopa es el tiempo.")]
    public void What_any_adult_writes_is_no_sign(string text) =>
        Assert.That(Told(text, Side.Mentor, Languages.ForRules(Languages.Of(text), "en")), Is.Empty);

    [Test]
    public void What_is_found_counts_as_a_trace_but_not_a_question_and_not_the_mentor_s_town()
    {
        var roster = new Roster(new() { Town = "Ashford", School = "Northgate Primary" }, new() { Town = "Bergen" });
        Assert.That(Told("I love Ashford. Is it rainy in Bergen?", Side.Mentee, roster: roster), Is.EqualTo(new[] { (Town, "Ashford") }));
        Assert.That(Told("Is it rainy in Bergen?", Side.Mentee, roster: roster), Is.Empty);
        Assert.That(Told("Which school did you go to?", Side.Mentee, roster: roster), Is.Empty);
        Assert.That(Told("My birthday is on 4 May.", Side.Mentee), Is.EqualTo(new[] { (Birthday, "My birthday is on 4 May") }));
        Assert.That(Told("I'm sending you a bracelet. Call me on 07700 900461.", Side.Mentor).Select(trace => trace.Kind), Is.EqualTo(new[] { Gift, Channel }));
    }

    [Test]
    public void A_kind_is_kept_once_where_it_stands_first() =>
        Assert.That(Told("I take the 42 bus. My birthday is in May. I take the 7 bus too, in May, when my birthday is in June.", Side.Mentee), Is.EqualTo(new[] { (Line, "42 bus"), (Birthday, "My birthday is in May") }));

    [TestCase(new[] { Team, Birthday }, Town, true)]
    [TestCase(new[] { Team, Birthday }, Team, false, Description = "nothing new")]
    [TestCase(new[] { Town }, Team, false, Description = "two say the same")]
    [TestCase(new[] { Class, Position }, Birthday, false, Description = "many a child")]
    [TestCase(new[] { Class, Position }, Town, true)]
    [TestCase(new[] { Sibling, Work }, Birthday, false, Description = "nine points")]
    [TestCase(new[] { Sibling, Birthday }, Landmark, true, Description = "ten points")]
    [TestCase(new[] { Town, Team, Birthday }, Line, true, Description = "another kind joins")]
    [TestCase(new[] { Town, Team, Birthday }, Birthday, false, Description = "said again")]
    public void A_picture_is_complete_when_it_singles_a_child_out(TraceKind[] before, TraceKind now, bool isComplete)
    {
        var found = Picture.CompletedBy([new(now, 3, 5)], before.ToHashSet());
        Assert.That(found, isComplete ? Is.EqualTo(new Finding(new Trace(now, 3, 5).MarkedAs, 3, 5, Picture.Rule, 0.8)) : Is.Null);
    }

    [Test]
    public void One_letter_can_hold_a_whole_picture() =>
        Assert.That(Picture.CompletedBy([new(Team, 4, 1), new(Town, 9, 2), new(Birthday, 20, 3)], new HashSet<TraceKind>())!.Start, Is.EqualTo(4));

    [TestCase(new[] { Secrecy, Gift }, Flattery, true)]
    [TestCase(new[] { Secrecy, Gift }, Gift, false)]
    [TestCase(new[] { Secrecy }, Gift, false)]
    [TestCase(new[] { Town, Team }, Gift, false)]
    public void Three_kinds_of_signs_are_a_pattern_that_asks_for_safeguarding(TraceKind[] before, TraceKind now, bool isPattern)
    {
        var found = Pattern.CompletedBy([new(now, 3, 5)], before.ToHashSet());
        Assert.That(found?.Rule, Is.EqualTo(isPattern ? Pattern.Rule : null));
        if (isPattern) Assert.That(Routes.Of([found!], Side.Mentor), Is.EqualTo(Route.Safeguarding));
    }

    [TestCase("1 Gift, 1 Channel", false)]
    [TestCase("1 Gift, 2 Gift", false)]
    [TestCase("1 Gift, 2 Channel", true)]
    [TestCase("1 Gift, 2 Gift, 3 Gift", true)]
    public void Signs_are_shown_from_two_kinds_or_three_letters_on(string signs, bool isShown) => Assert.That(Pattern.IsShown(
        [.. signs.Split(", ").Select(sign => sign.Split(' ')).Select(sign => (new Guid(int.Parse(sign[0]), 0, 0, new byte[8]), Enum.Parse<TraceKind>(sign[1])))]), Is.EqualTo(isShown));

    static readonly Gen<string> Letters = Gen.Elements(
        "I live in ", "Ashford", "the 42 bus ", "\"", "« ", " »", "“", "\n", ". ", "\ud83d", "\udc36", "🐶", "\u0301", "\u200b", "\0", "my birthday is in ", "May ", "my brother ", "Ünal ", "j’habite à ", "vivo en ", "ﬁ", "٤٢ ", "x")
        .ArrayOf().Select(string.Concat);

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Every_place_lies_inside_the_text_and_each_kind_has_one() => Prop.ForAll(Letters.ToArbitrary(), text =>
    {
        var traces = Traces.Of(new(text, Side.Mentee, "en"), []);
        return traces.All(trace => trace.Start >= 0 && trace.Length > 0 && trace.Start + trace.Length <= text.Length) && traces.Select(trace => trace.Kind).Distinct().Count() == traces.Length;
    });

    [TestCase("I live in Ashford \"I live in Ashford. ")]
    [TestCase("“I live in Ashford” ")]
    [TestCase("I take the 42 bus 7 bus 9 ")]
    [TestCase("my birthday is my birthday ")]
    [TestCase("you are the only one i wish we could ")]
    public void Twenty_thousand_characters_take_no_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length));
        Traces.Of(new(text, Side.Mentee, "en"), []);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Traces.Of(new(text, Side.Mentee, "en"), []);
        Traces.Of(new(text, Side.Mentor, "en"), []);
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromMilliseconds(200)));
    }

    static IEnumerable<(TraceKind Kind, string Passage)> Told(string text, Side author, string language = "en", Roster? roster = null)
    {
        var input = new ScreeningInput(text, author, language, roster);
        var findings = Screener.Screen(input).Findings;
        return Traces.Of(input, findings).Select(trace => (trace.Kind, text.Substring(trace.Start, trace.Length)));
    }
}
