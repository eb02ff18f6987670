using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>A small set of passages written for these tests. All names, numbers and domains are made up.</summary>
static class Samples
{
    /// <param name="Marks">What should be found: "category: passage".</param>
    public sealed record Sample(string Language, Side Author, Route Route, string Text, params string[] Marks);

    public static readonly Roster Roster = new(
        new RosterPerson { Given = "Juno", Surname = "Castle", School = "Fernhill Primary School", Town = "Marrow Bay" },
        new RosterPerson { Given = "Tom", Surname = "Ashdown-Field", Employer = "Lantern Street Dental Clinic", Town = "Corby Wells" });

    public static readonly Sample[] All =
    [
        // Contact.
        new("en", Side.Mentee, Route.Attention, "You can ring my gran on 020 7946 0812, she is always in.", "contact.phone: 020 7946 0812"),
        new("en", Side.Mentee, Route.Attention, "New cell!! it's 617-555-0123 and the case has ducks on it", "contact.phone: 617-555-0123"),
        new("en", Side.Mentor, Route.Attention, "The bell at reception says +44 20 7946 0958, which nobody has rung for years.", "contact.phone: +44 20 7946 0958"),
        new("fr", Side.Mentee, Route.Attention, "Le portable de mon père, c'est le 06.39.98.21.45, il ne décroche jamais.", "contact.phone: 06.39.98.21.45"),
        new("fr", Side.Mentor, Route.Safeguarding, "Donne-moi ton numéro, ce sera plus simple.", "contact.phone: Donne-moi ton numéro"),
        new("es", Side.Mentee, Route.Attention, "Mi madre tiene el móvil 612 345 678 y siempre sin batería.", "contact.phone: 612 345 678"),
        new("es", Side.Mentor, Route.Safeguarding, "¿Cuál es tu teléfono? Así te aviso.", "contact.phone: Cuál es tu teléfono"),
        new("en", Side.Mentee, Route.Attention, "My address for school things is juno.c@mail.example, all one word.", "contact.email: juno.c@mail.example"),
        new("en", Side.Mentor, Route.Attention, "It still says tom [at] lantern [dot] example on the old leaflets.", "contact.email: tom [at] lantern [dot] example"),
        new("fr", Side.Mentee, Route.Attention, "J'ai une boîte : lou.renard arobase courrier point example.", "contact.email: lou.renard arobase courrier point example"),
        new("es", Side.Mentee, Route.Attention, "Me hicieron uno: pez_globo@correo.example, ¿a que mola?", "contact.email: pez_globo@correo.example"),
        new("en", Side.Mentee, Route.Attention, "All my stop-motion films are at https://films.example/juno now.", "contact.link: https://films.example/juno"),
        new("en", Side.Mentor, Route.Attention, "There is a good page about owls at www.owls.example.org, with sounds.", "contact.link: www.owls.example.org"),
        new("fr", Side.Mentee, Route.Attention, "Mes dessins sont sur mondessin.fr/lou, va voir le hérisson.", "contact.link: mondessin.fr/lou"),
        new("es", Side.Mentor, Route.Attention, "Lo leí en ballenas.example.com y no podía creerlo.", "contact.link: ballenas.example.com"),
        new("en", Side.Mentee, Route.Attention, "We live at 14 Larch Road, above the shop that smells of bread.", "contact.address: 14 Larch Road"),
        new("fr", Side.Mentee, Route.Attention, "On a déménagé au 8 rue des Tanneurs, il y a un chat par étage.", "contact.address: 8 rue des Tanneurs"),
        new("es", Side.Mentee, Route.Attention, "Ahora vivimos en la calle Olmo 23, encima de la frutería.", "contact.address: calle Olmo 23"),
        new("en", Side.Mentor, Route.Safeguarding, "What street do you live in, and is it a quiet one?", "contact.address: What street do you live"),
        new("en", Side.Mentee, Route.Attention, "On Roblox I'm otter_pilot_12 if you want to know.", "contact.handle: otter_pilot_12"),
        new("en", Side.Mentee, Route.Attention, "My drawings are on insta, look for @juno.draws.birds", "contact.handle: @juno.draws.birds"),
        new("es", Side.Mentee, Route.Attention, "En Discord soy lobito#3391, por si juegas.", "contact.handle: lobito#3391"),

        // Who somebody is.
        new("en", Side.Mentee, Route.Attention, "Yours, with inky fingers,\nJuno Castle", "identity.surname: Castle"),
        new("en", Side.Mentor, Route.Attention, "I was called Mr Ashdown-Field all day long.", "identity.surname: Ashdown-Field"),
        new("en", Side.Mentee, Route.Attention, "Everyone at Fernhill has to learn the recorder, even the caretaker.", "identity.school: Fernhill"),
        new("en", Side.Mentee, Route.Attention, "In Marrow Bay the fog comes in through the letter boxes.", "identity.place: Marrow Bay"),
        new("en", Side.Mentor, Route.Attention, "Greetings from Corby Wells, where it has rained for nine days.", "identity.place: Corby Wells"),
        new("en", Side.Mentor, Route.Safeguarding, "Which school do you go to? I may know a teacher there.", "identity.school: Which school do you go"),
        new("en", Side.Mentee, Route.Attention, "My birthday is on 3 May and I want a telescope.", "identity.birthdate: 3 May"),
        new("fr", Side.Mentee, Route.Attention, "Je suis née le 12 mars 2013 pendant une tempête.", "identity.birthdate: 12 mars 2013"),
        new("es", Side.Mentor, Route.Safeguarding, "¿Cuándo es tu cumpleaños? Me gusta apuntarlos.", "identity.birthdate: Cuándo es tu cumpleaños"),

        // Proposals.
        new("en", Side.Mentor, Route.Safeguarding, "It would be quicker if you text me on my own phone.", "offplatform: text me on my"),
        new("en", Side.Mentee, Route.Attention, "Can we play Minecraft together online some time?", "offplatform: together online"),
        new("fr", Side.Mentor, Route.Safeguarding, "Écris-moi directement, sans passer par le programme.", "offplatform: Écris-moi directement"),
        new("en", Side.Mentor, Route.Safeguarding, "Let's meet in the park on Sunday, I will bring the kite.", "meeting: meet in"),
        new("fr", Side.Mentor, Route.Safeguarding, "On pourrait se voir samedi devant le cinéma.", "meeting: se voir"),
        new("es", Side.Mentee, Route.Attention, "¿Puedo ir a verte al hospital un día?", "meeting: ir a verte"),
        new("en", Side.Mentor, Route.Safeguarding, "I bought a little necklace for you, it will suit you.", "gift: bought a little necklace for you"),
        new("es", Side.Mentor, Route.Safeguarding, "Te he comprado una cámara, no se lo digas a tus padres.", "gift: comprado una cámara", "secrecy: no se lo digas a tus padres"),
        new("en", Side.Mentee, Route.Attention, "Could you send me a photo of you with your dog?", "image: send me a photo of you"),
        new("fr", Side.Mentor, Route.Safeguarding, "Envoie-moi une photo de toi à la plage.", "image: photo de toi"),
        new("en", Side.Mentee, Route.Attention, "Can you lend me ten pounds for the trip?", "finance: lend me ten pounds"),
        new("en", Side.Mentor, Route.Safeguarding, "The fee goes to GB29 NWBK 6016 1331 9268 19, tell your dad.", "finance: GB29 NWBK 6016 1331 9268 19"),
        new("en", Side.Mentor, Route.Safeguarding, "This is our little secret, nobody else would get it.", "secrecy: our little secret"),
        new("fr", Side.Mentor, Route.Safeguarding, "N'en parle pas à tes parents, ils ne comprendraient pas.", "secrecy: N'en parle pas à tes parents"),

        // Danger.
        new("en", Side.Mentee, Route.Safeguarding, "Some nights I want to die and I can't say it out loud.", "disclosure.selfharm: I want to die"),
        new("fr", Side.Mentee, Route.Safeguarding, "Je n'ai plus envie de vivre, voilà, c'est dit.", "disclosure.selfharm: plus envie de vivre"),
        new("es", Side.Mentee, Route.Safeguarding, "A veces pienso que estarían mejor sin mí.", "disclosure.selfharm: mejor sin mí"),
        new("en", Side.Mentee, Route.Safeguarding, "When I spill something my stepdad hits me and then he is nice.", "disclosure.abuse: stepdad hits me"),
        new("fr", Side.Mentee, Route.Safeguarding, "Mon oncle me frappe quand maman travaille.", "disclosure.abuse: oncle me frappe"),
        new("es", Side.Mentee, Route.Safeguarding, "Mi padre me pega cuando bebe.", "disclosure.abuse: padre me pega"),
        new("en", Side.Mentee, Route.Safeguarding, "There was no food at home again so I had the cat's biscuits.", "disclosure.neglect: no food at home"),
        new("fr", Side.Mentee, Route.Safeguarding, "Le frigo est vide depuis trois jours.", "disclosure.neglect: frigo est vide"),
        new("en", Side.Mentee, Route.Safeguarding, "He said he will stab me if I tell the head.", "threat: stab me if I"),
        new("en", Side.Mentee, Route.Safeguarding, "An older boy keeps showing me porn on the bus.", "sexual: porn"),
        new("en", Side.Mentee, Route.Attention, "They laugh at me when I read aloud.", "bullying: laugh at me"),
        new("es", Side.Mentee, Route.Attention, "Todos se burlan de mí en el recreo.", "bullying: se burlan de mí"),
        new("en", Side.Mentee, Route.Attention, "The printer is shit and so is the wifi.", "profanity: shit"),
        new("fr", Side.Mentee, Route.Attention, "M*rde, j'ai oublié mon sac.", "profanity: M*rde"),

        // Clean, and easily taken for something else.
        new("en", Side.Mentee, Route.Standard, "I am on chapter 07 and page 112, and the ghost still has no name."),
        new("en", Side.Mentee, Route.Standard, "We won! I scored 3-0 in the first half and it ended 5-2."),
        new("en", Side.Mentor, Route.Standard, "The castle had 1,250 steps and 14 cannons, and one tired guide."),
        new("en", Side.Mentee, Route.Standard, "My feet are killing me after the walk, but my dad carried the bag."),
        new("en", Side.Mentee, Route.Standard, "The book is ISBN 978-0-306-40615-7 and it cost 8.99."),
        new("en", Side.Mentor, Route.Standard, "Between 1914-1918 and 1939-1945 the school was a hospital."),
        new("en", Side.Mentee, Route.Standard, "I nearly died of embarrassment when I called the teacher Mum."),
        new("en", Side.Mentor, Route.Standard, "I can't keep a secret if somebody might get hurt, so tell a grown-up too."),
        new("en", Side.Mentor, Route.Standard, "Please don't send me a photo of yourself, your words are enough."),
        new("en", Side.Mentee, Route.Standard, "My gran died in March and we all cried, and Mum made her soup."),
        new("en", Side.Mentee, Route.Standard, "In the book the stepmother hits him with a broom until the cat steps in."),
        new("en", Side.Mentor, Route.Standard, "I look forward to the programme's summer party, let's meet there with all the families."),
        new("en", Side.Mentee, Route.Standard, "It's a secret what we are planning for Mum's birthday, there will be cake!"),
        new("en", Side.Mentor, Route.Standard, "The field was full of hares, and an ash down by the river had fallen."),
        new("fr", Side.Mentee, Route.Standard, "Je suis mort de rire, le chat a ouvert le frigo tout seul."),
        new("fr", Side.Mentor, Route.Standard, "Rendez-vous à la page 45 : le capitaine y cache son trésor."),
        new("fr", Side.Mentee, Route.Standard, "Mon frère va me tuer quand il verra sa trottinette."),
        new("fr", Side.Mentee, Route.Standard, "On a couru 12 km en 1 h 07, et j'ai bu 3 litres d'eau."),
        new("fr", Side.Mentor, Route.Standard, "Il y a 67 000 000 de personnes et aucune n'a trouvé mon parapluie."),
        new("es", Side.Mentee, Route.Standard, "Me muero de hambre, y faltan dos horas para comer."),
        new("es", Side.Mentor, Route.Standard, "El cono de helado se me cayó en la página 233 del libro."),
        new("es", Side.Mentee, Route.Standard, "En la película el pirata dice que lo va a matar el lunes, pero se duerme."),
        new("es", Side.Mentor, Route.Standard, "Nos vemos en la próxima carta, y cuéntame del partido."),
        new("es", Side.Mentee, Route.Standard, "El 12/05/2024 ganamos 4-1 y el 19 perdimos 2-3."),
    ];
}
