using LetterExchange.Features.Screening;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>For each rule about contact details: what it marks, and what stands just beside it and is none.</summary>
public sealed class ContactTests
{
    [TestCase("en", "Call 402-555-0147 after five", "402-555-0147")]
    [TestCase("en", "call me (402) 555 0147", "(402) 555 0147")]
    [TestCase("en", "it is 4025550147 now", "4025550147")]
    [TestCase("en", "at 7 402-555-0147 rang", "402-555-0147")]
    [TestCase("en", "mobile 07700 900123", "07700 900123")]
    [TestCase("en", "my cell is 555 0176", "555 0176")]
    [TestCase("en", "+1 (614) 555.0182 is on the card", "+1 (614) 555.0182")]
    [TestCase("en", "🐶 5️⃣5️⃣5️⃣ 0️⃣1️⃣ 7️⃣6️⃣ is my phone", "5️⃣5️⃣5️⃣ 0️⃣1️⃣ 7️⃣6️⃣")]
    [TestCase("en", "mobile 4\u200b0\u200b2 5\u200b5\u200b5 0\u200b1\u200b3\u200b3", "4\u200b0\u200b2 5\u200b5\u200b5 0\u200b1\u200b3\u200b3")]
    [TestCase("fr", "le 06 39 98 14 27", "06 39 98 14 27")]
    [TestCase("fr", "0639981427", "0639981427")]
    [TestCase("fr", "+33 (0)4 65 71 08 33", "+33 (0)4 65 71 08 33")]
    [TestCase("es", "el 600 000 142", "600 000 142")]
    [TestCase("es", "al (55) 5550-0142", "(55) 5550-0142")]
    [TestCase("en", "it's oh two oh, seven nine four six, oh eight double one", "oh two oh, seven nine four six, oh eight double one")]
    [TestCase("en", "dial zero 1 six 1, four 9 6, zero three 5 two", "zero 1 six 1, four 9 6, zero three 5 two")]
    [TestCase("en", "(6l7) 555-Ol64 is me", "(6l7) 555-Ol64")]
    [TestCase("en", "begins with 0161, then 496, and ends in 0733", "0161, then 496, and ends in 0733")]
    [TestCase("fr", "c'est zéro six, trente-neuf, quatre-vingt-dix-huit, soixante et onze, vingt", "zéro six, trente-neuf, quatre-vingt-dix-huit, soixante et onze, vingt")]
    [TestCase("es", "el seis uno dos, treinta y cuatro, cero siete, cincuenta y uno", "seis uno dos, treinta y cuatro, cero siete, cincuenta y uno")]
    public void A_telephone_number_is_marked(string language, string text, string passage) => Marks(Category.Phone, language, text, passage);

    [TestCase("en", "chapter 07, page 112")]
    [TestCase("en", "I scored 3-0 and then 21-19, 21-17")]
    [TestCase("en", "it cost $4,025,550,147")]
    [TestCase("en", "born on 24/07/1897, died 2.10.1974")]
    [TestCase("en", "1914-1918 and 1939-1945")]
    [TestCase("en", "ISBN 978-0-306-40615-7")]
    [TestCase("en", "The number on the back is 978-0-00-000321-4")]
    [TestCase("en", "part 555-0147-B")]
    [TestCase("en", "label 1987.402.555.0139")]
    [TestCase("en", "3.14159265358979")]
    [TestCase("en", "2,400 after 3 years at 4 per cent")]
    [TestCase("en", "version 10.0.19045.3")]
    [TestCase("en", "14, 27, 27, 402, 555")]
    [TestCase("fr", "67 000 000 de personnes")]
    [TestCase("fr", "référence 98-14-27-06")]
    [TestCase("fr", "le numéro 4465 710 833 à l'oreille")]
    [TestCase("es", "gira a 600, 800 o 1000")]
    [TestCase("es", "la cuenta ES92 0000 0042 9000 1234 5678")]
    [TestCase("en", "one two three four five, once I caught a fish alive")]
    [TestCase("en", "one, two, three, go")]
    [TestCase("en", "from nineteen fourteen to nineteen eighteen")]
    [TestCase("fr", "un, deux, trois, quatre, cinq, six, sept, huit")]
    [TestCase("es", "diez, nueve, ocho, siete, seis, cinco, cuatro")]
    [TestCase("en", "01101000 01101001 is hi")]
    public void Another_number_is_none(string language, string text) => Marks(Category.Phone, language, text, null);

    [TestCase("write to juno.c+x@mail.example soon", "juno.c+x@mail.example")]
    [TestCase("aisha.b＠exаmple.com is new", "aisha.b＠exаmple.com")]
    [TestCase("tom [at] lantern [dot] example", "tom [at] lantern [dot] example")]
    [TestCase("tom (at) lantern.example", "tom (at) lantern.example")]
    [TestCase("helene, arobase, phare, point, example", "helene, arobase, phare, point, example")]
    [TestCase("rodri arroba cumbre punto net", "rodri arroba cumbre punto net")]
    [TestCase("juno at mail dot com", "juno at mail dot com")]
    public void An_email_address_is_marked(string text, string passage) => Marks(Category.Email, "en", text, passage);

    [TestCase("I was at Dot's and she beats me at dot-to-dot")]
    [TestCase("L'arobase date des marchands et le point finit une phrase")]
    [TestCase("two kilos @ 3.50 each")]
    [TestCase("medido por arrobas. Mi abuela lo mide por puntos")]
    [TestCase("we meet at noon. Come hungry")]
    public void Everyday_at_and_dot_are_no_address(string text) => Marks(Category.Email, "en", text, null);

    [TestCase("see https://photos.example/u/ivy.", "https://photos.example/u/ivy")]
    [TestCase("hxxps://meet.example.net/room/4471", "hxxps://meet.example.net/room/4471")]
    [TestCase("www.barquitos.example.com/emi!", "www.barquitos.example.com/emi")]
    [TestCase("on owls.example.org, with sounds", "owls.example.org")]
    [TestCase("tiny . example . com / k9q", "tiny . example . com / k9q")]
    [TestCase("pastaleo dot example dot com slash drawings", "pastaleo dot example dot com slash drawings")]
    [TestCase("galerie point example point net", "galerie point example point net")]
    public void A_link_is_marked(string text, string passage) => Marks(Category.Link, "en", text, passage);

    [TestCase("saved as final.v2.py and notes.txt")]
    [TestCase("We went home.It was late.So late.")]
    [TestCase("e.g. the U.S. and so on...")]
    [TestCase("version 3.11 or 2.0")]
    [TestCase("mail juno@mail.example.com")]
    [TestCase("and/or either/or 24/7")]
    public void A_file_name_or_a_missing_space_is_no_link(string text) => Marks(Category.Link, "en", text, null);

    [TestCase("We live at 14 Larch Road now", "14 Larch Road")]
    [TestCase("1180 Wainwright Avenue, Apt 6.", "1180 Wainwright Avenue, Apt 6")]
    [TestCase("au 12 bis, impasse des Grillons, bâtiment C", "12 bis, impasse des Grillons, bâtiment C")]
    [TestCase("8 rue des Tanneurs", "8 rue des Tanneurs")]
    [TestCase("la C/ del Molino Viejo, 14", "C/ del Molino Viejo, 14")]
    [TestCase("P.O. Box 371", "P.O. Box 371")]
    [TestCase("it is 27b gannet steps", "27b gannet steps")]
    [TestCase("Pour venir chez moi tu passes le pont, c'est la troisième porte à gauche, celle aux volets bleus.", "Pour venir chez moi tu passes le pont, c'est la troisième porte à gauche, celle aux volets bleus")]
    [TestCase("Our house is the one with the green door, second left past the chapel.", "Our house is the one with the green door, second left past the chapel")]
    public void A_postal_address_is_marked(string text, string passage) => Marks(Category.Address, "en", text, passage);

    [TestCase("Holmes lives at 221B Baker Street, of course.")]
    [TestCase("It is 3 blocks down the road, Mum says.")]
    [TestCase("We walked along Oxford Street for hours.")]
    [TestCase("I had 2 goes on the water slide. A long way.")]
    public void A_famous_house_or_a_way_to_walk_is_no_address(string text) => Marks(Category.Address, "en", text, null);

    [TestCase("on insta I'm @zz.whirl_0000 now", "@zz.whirl_0000")]
    [TestCase("message cobaltkoala#0042", "cobaltkoala#0042")]
    [TestCase("Ajoute kro_k0_dille sur snap", "kro_k0_dille")]
    [TestCase("my username is otterpilot", "my username is otterpilot")]
    [TestCase("on roblox i am otter_pilot12", "otter_pilot12")]
    [TestCase("we stream as PuddleFox, on twitch", "PuddleFox")]
    [TestCase("my insta is the same as my name with a 7", "my insta is the same as my name with a 7")]
    public void A_user_name_is_marked(string text, string passage) => Marks(Category.Handle, "en", text, passage);

    [TestCase("I play Minecraft with my half-brother")]
    [TestCase("half-past 2 and the 2nd of 3")]
    [TestCase("we meet @ 5")]
    [TestCase("my file final_v2 crashed")]
    public void A_game_or_a_file_is_no_user_name(string text) => Marks(Category.Handle, "en", text, null);

    [TestCase("use 4000 0012 3456 7808 please", "4000 0012 3456 7808")]
    [TestCase("FR76 0000 0000 4200 0123 4567 840.", "FR76 0000 0000 4200 0123 4567 840")]
    [TestCase("sort code 00-11-22, account 00044417", "sort code 00-11-22, account 00044417")]
    [TestCase("Our account number is 1 2 - 3 4 - 5 at the club.", "account number is 1 2 - 3 4 - 5")]
    public void A_card_or_an_account_is_marked(string text, string passage) => Marks(Category.Finance, "en", text, passage);

    [TestCase("I saved $14.50 and the bell costs $9")]
    [TestCase("a bank pays on an account of 2,400 after three years")]
    [TestCase("0000 0000 0000 0000")]
    public void Pocket_money_and_sums_are_none(string text) => Marks(Category.Finance, "en", text, null);

    static void Marks(string category, string language, string text, string? passage)
    {
        var found = Screener.Screen(new ScreeningInput(text, Side.Mentee, language)).Findings.Where(finding => finding.Category == category)
            .Select(finding => text.Substring(finding.Start, finding.Length)).ToList();
        Assert.That(found, Is.EqualTo(passage is null ? [] : new[] { passage }));
    }
}
