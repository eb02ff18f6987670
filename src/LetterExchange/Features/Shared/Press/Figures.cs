namespace LetterExchange.Features.Shared;

/// <summary>The large figures of covers, two or three a theme, on 120 by 150 units, in three inks: f the figure, s its second, g the ground.</summary>
internal static class Figures
{
    static readonly Dictionary<string, string[]> ByTheme = new()
    {
        ["friendship"] =
        [
            // Two people, arm in arm.
            """<circle class="f" cx="38" cy="52" r="16"/><circle class="s" cx="82" cy="52" r="16"/><path class="f" d="M2 150V110A36 36 0 0 1 74 110V150Z"/><path class="s" d="M46 150V110A36 36 0 0 1 118 110V150Z"/><path class="g" d="M60 81.5A36 36 0 0 1 74 110V150H46V110A36 36 0 0 1 60 81.5Z"/>""",
            // Two discs and what they share.
            """<circle class="f" cx="42" cy="74" r="38"/><circle class="s" cx="78" cy="74" r="38"/><path class="g" d="M60 40.5A38 38 0 0 1 60 107.5A38 38 0 0 1 60 40.5Z"/><circle class="s" cx="42" cy="22" r="5"/><circle class="f" cx="78" cy="22" r="5"/><path class="f" d="M12 130h96v6h-96z"/>""",
            // Two birds on a wire.
            """<path class="f" d="M0 114h120v4h-120zM22 92h3v22h-3zM30 92h3v22h-3z"/><path class="s" d="M87 92h3v22h-3zM95 92h3v22h-3z"/><circle class="f" cx="38" cy="62" r="12"/><path class="f" d="M2 72H50A24 24 0 0 1 2 72ZM2 72V54L20 72Z"/><path class="s" d="M49 58L58 62L49 66ZM14 72H38A12 12 0 0 1 14 72Z"/><circle class="g" cx="41" cy="60" r="2.5"/><circle class="s" cx="82" cy="62" r="12"/><path class="s" d="M70 72H118A24 24 0 0 1 70 72ZM118 72V54L100 72Z"/><path class="f" d="M71 58L62 62L71 66ZM82 72H106A12 12 0 0 1 82 72Z"/><circle class="g" cx="79" cy="60" r="2.5"/><path class="s" d="M38 136A22 16 0 0 1 82 136Z"/>""",
        ],
        ["family"] =
        [
            // A grown-up and two children.
            """<circle class="f" cx="58" cy="34" r="17"/><path class="f" d="M16 150V98A42 42 0 0 1 100 98V150Z"/><circle class="s" cx="36" cy="92" r="11"/><path class="s" d="M16 150V127A20 20 0 0 1 56 127V150Z"/><circle class="g" cx="80" cy="102" r="9"/><path class="g" d="M64 150V131A16 16 0 0 1 96 131V150Z"/>""",
            // Arches within arches.
            """<path class="f" d="M6 150V78A54 54 0 0 1 114 78V150Z"/><path class="g" d="M20 150V80A40 40 0 0 1 100 80V150Z"/><path class="s" d="M30 150V84A30 30 0 0 1 90 84V150Z"/><path class="f" d="M44 150V104A16 16 0 0 1 76 104V150Z"/><circle class="s" cx="60" cy="112" r="6"/>""",
            // Three in a nest.
            """<path class="s" d="M20 90V74A14 14 0 0 1 48 74V90ZM46 84V62A14 14 0 0 1 74 62V84ZM72 90V74A14 14 0 0 1 100 74V90Z"/><path class="f" d="M28 66L34 54L40 66ZM53 54L60 40L67 54ZM80 66L86 54L92 66Z"/><circle class="g" cx="28" cy="74" r="2.5"/><circle class="g" cx="40" cy="74" r="2.5"/><circle class="g" cx="54" cy="62" r="2.5"/><circle class="g" cx="66" cy="62" r="2.5"/><circle class="g" cx="80" cy="74" r="2.5"/><circle class="g" cx="92" cy="74" r="2.5"/><path class="f" d="M6 84H114A54 54 0 0 1 6 84Z"/><path class="g" d="M18 100h84v4h-84zM28 114h64v4h-64zM42 126h36v4h-36z"/><path class="s" d="M0 142h120v8h-120z"/>""",
        ],
        ["courage"] =
        [
            // A summit with a flag.
            """<circle class="s" cx="98" cy="42" r="15"/><path class="f" d="M-6 150L56 36L118 150Z"/><path class="s" d="M56 36L40 65L49 60L56 68L63 60L72 65Z"/><path class="s" d="M54 6h4v32h-4zM58 6L80 14L58 22Z"/>""",
            // High steps.
            """<path class="f" d="M0 150V124H30V94H60V64H90V34H120V150Z"/><circle class="s" cx="75" cy="49" r="15"/><path class="s" d="M120 150H60A60 60 0 0 1 120 90Z"/><circle class="s" cx="18" cy="22" r="7"/>""",
        ],
        ["home"] =
        [
            // A house with smoke.
            """<path class="f" d="M84 30h14v34h-14z"/><path class="s" d="M6 80L60 26L114 80Z"/><path class="f" d="M20 80H100V150H20Z"/><path class="g" d="M48 150V124A12 12 0 0 1 72 124V150Z"/><path class="g" d="M30 94h16v16h-16zM74 94h16v16h-16z"/><circle class="s" cx="94" cy="20" r="5"/><circle class="s" cx="102" cy="9" r="4"/>""",
            // A window with the moon in it.
            """<path class="f" d="M20 138V60A40 40 0 0 1 100 60V138Z"/><path class="g" d="M56 30V74H28V60A32 32 0 0 1 56 30ZM64 30V74H92V60A32 32 0 0 0 64 30ZM28 82h28v46h-28zM64 82h28v46h-28z"/><circle class="s" cx="78" cy="56" r="10"/><path class="s" d="M40 128V112A14 14 0 0 1 54 98V114A14 14 0 0 1 44 128Z"/><path class="s" d="M10 138h100v8h-100z"/>""",
        ],
        ["nature"] =
        [
            // A plant that opens upwards.
            """<path class="f" d="M57 38h6v112h-6z"/><circle class="s" cx="60" cy="26" r="15"/><path class="s" d="M33 48A24 24 0 0 1 57 72A24 24 0 0 1 33 48Z"/><path class="f" d="M87 48A24 24 0 0 1 63 72A24 24 0 0 1 87 48Z"/><path class="f" d="M25 70A32 32 0 0 1 57 102A32 32 0 0 1 25 70Z"/><path class="s" d="M95 70A32 32 0 0 1 63 102A32 32 0 0 1 95 70Z"/><path class="s" d="M15 100A42 42 0 0 1 57 142A42 42 0 0 1 15 100Z"/><path class="f" d="M105 100A42 42 0 0 1 63 142A42 42 0 0 1 105 100Z"/>""",
            // A large fish and a small one.
            """<path class="f" d="M8 66A46 46 0 0 1 90 66A46 46 0 0 1 8 66Z"/><path class="f" d="M84 66L116 40V92Z"/><circle class="g" cx="30" cy="60" r="5"/><path class="s" d="M50 49A17 17 0 0 1 50 83Z"/><circle class="s" cx="14" cy="36" r="4"/><circle class="s" cx="24" cy="20" r="6"/><circle class="s" cx="12" cy="10" r="3"/><path class="s" d="M52 122A27 27 0 0 1 96 122A27 27 0 0 1 52 122Z"/><path class="s" d="M56 122L38 108V136Z"/><circle class="g" cx="84" cy="119" r="3"/>""",
        ],
        ["memory"] =
        [
            // Rings, as of a tree.
            """<path class="f" d="M0 30A120 120 0 0 1 120 150H0Z"/><path class="g" d="M0 54A96 96 0 0 1 96 150H0Z"/><path class="s" d="M0 78A72 72 0 0 1 72 150H0Z"/><path class="g" d="M0 102A48 48 0 0 1 48 150H0Z"/><path class="f" d="M0 122A28 28 0 0 1 28 150H0Z"/><circle class="s" cx="96" cy="28" r="15"/>""",
            // An hourglass.
            """<path class="f" d="M24 20H96V30H24Z"/><path class="f" d="M24 140H96V150H24Z"/><path class="s" d="M32 30H88V38A56 56 0 0 1 62 85A56 56 0 0 1 88 132V140H32V132A56 56 0 0 1 58 85A56 56 0 0 1 32 38Z"/><path class="f" d="M40 52H80A44 44 0 0 1 60 78A44 44 0 0 1 40 52Z"/><path class="f" d="M38 140A22 22 0 0 1 82 140Z"/><path class="f" d="M58.5 80h3v44h-3z"/>""",
        ],
        ["invention"] =
        [
            // Two wheels that turn each other.
            """<path class="f" d="M44 14h16v96h-16z"/><path class="f" d="M44 14h16v96h-16z" transform="rotate(45 52 62)"/><path class="f" d="M44 14h16v96h-16z" transform="rotate(90 52 62)"/><path class="f" d="M44 14h16v96h-16z" transform="rotate(135 52 62)"/><circle class="f" cx="52" cy="62" r="37"/><circle class="g" cx="52" cy="62" r="20"/><circle class="s" cx="52" cy="62" r="9"/><path class="s" d="M93 98h8v48h-8z"/><path class="s" d="M93 98h8v48h-8z" transform="rotate(60 97 122)"/><path class="s" d="M93 98h8v48h-8z" transform="rotate(120 97 122)"/><circle class="s" cx="97" cy="122" r="18"/><circle class="g" cx="97" cy="122" r="7"/>""",
            // A lamp.
            """<path class="f" d="M40 100A38 38 0 1 1 80 100V116H40Z"/><path class="s" d="M60 44L42 84H78Z"/><path class="s" d="M42 120h36v6h-36zM42 130h36v6h-36zM50 140h20v6h-20z"/><path class="s" d="M57.5 4h5v14h-5z"/><path class="s" d="M57.5 4h5v14h-5z" transform="rotate(45 60 68)"/><path class="s" d="M57.5 4h5v14h-5z" transform="rotate(-45 60 68)"/>""",
        ],
        ["music"] =
        [
            // Two notes on their lines.
            """<path class="s" d="M0 60h120v4h-120zM0 82h120v4h-120zM0 104h120v4h-120z"/><circle class="f" cx="30" cy="122" r="18"/><circle class="f" cx="88" cy="106" r="18"/><path class="f" d="M41 30L106 16V106H99V42L48 53V122H41Z"/>""",
            // A record that plays.
            """<circle class="f" cx="56" cy="82" r="52"/><path class="g" d="M56 40A42 42 0 0 1 98 82H93A37 37 0 0 0 56 45ZM56 124A42 42 0 0 1 14 82H19A37 37 0 0 0 56 119Z"/><circle class="s" cx="56" cy="82" r="20"/><circle class="g" cx="56" cy="82" r="5"/><path class="s" d="M104 8h7v62l-16 26-7-4 16-26z"/><circle class="s" cx="107.5" cy="12" r="9"/>""",
        ],
        ["journeys"] =
        [
            // A boat under sail.
            """<path class="s" d="M56 12V104H12Z"/><path class="f" d="M64 28V104H100Z"/><path class="f" d="M8 110H112A52 40 0 0 1 8 110Z"/><circle class="s" cx="100" cy="22" r="9"/><circle class="g" cx="42" cy="126" r="4"/><circle class="g" cx="60" cy="126" r="4"/><circle class="g" cx="78" cy="126" r="4"/>""",
            // A road to the horizon.
            """<circle class="s" cx="60" cy="66" r="38"/><path class="f" d="M0 78H120V150H0Z"/><path class="g" d="M52 78H68L96 150H24Z"/><path class="s" d="M58.5 86h3v10h-3zM57.5 104h5v14h-5zM56.5 128h7v16h-7z"/><path class="f" d="M8 78L24 48L40 78Z"/>""",
        ],
        ["fairness"] =
        [
            // A balance at rest.
            """<path class="f" d="M57 26h6v110h-6zM8 38h104v6h-104z"/><circle class="s" cx="60" cy="24" r="11"/><path class="f" d="M28 150A32 32 0 0 1 92 150Z"/><path class="f" d="M26 44L3 86H8L26 53L44 86H49ZM94 44L71 86H76L94 53L112 86H117Z"/><path class="s" d="M2 86A24 24 0 0 0 50 86ZM70 86A24 24 0 0 0 118 86Z"/>""",
            // One whole in four equal parts.
            """<path class="f" d="M57 22V71H8A49 49 0 0 1 57 22Z"/><path class="s" d="M63 22A49 49 0 0 1 112 71H63Z"/><path class="s" d="M57 126A49 49 0 0 1 8 77H57Z"/><path class="f" d="M63 126V77H112A49 49 0 0 1 63 126Z"/><circle class="g" cx="60" cy="74" r="14"/>""",
        ],
        ["loss"] =
        [
            // The sun goes down over water.
            """<path class="s" d="M18 88A42 42 0 0 1 102 88Z"/><path class="f" d="M0 92H120V150H0Z"/><path class="s" d="M32 100h56v5h-56zM40 112h40v5h-40zM47 124h26v5h-26zM53 136h14v5h-14z"/>""",
            // A bare tree; one leaf falls.
            """<circle class="s" cx="94" cy="30" r="16"/><path class="f" d="M52 150L55 70L40 22L47 20L60 58L74 26L81 29L66 74L100 50L104 56L67 88L70 150Z"/><path class="f" d="M57 104L18 74L22 68L58 92Z"/><path class="s" d="M84 98A20 20 0 0 1 104 118A20 20 0 0 1 84 98Z"/>""",
        ],
        ["play"] =
        [
            // Blocks, and a ball beside.
            """<path class="f" d="M12 118H108V150H12Z"/><path class="g" d="M40 150A20 20 0 0 1 80 150Z"/><path class="s" d="M20 76H62V118H20Z"/><circle class="f" cx="88" cy="96" r="22"/><path class="f" d="M20 76L41 32L62 76Z"/><circle class="g" cx="41" cy="97" r="10"/><circle class="s" cx="41" cy="22" r="10"/>""",
            // A see-saw.
            """<path class="s" d="M60 88L32 150H88Z"/><path class="f" d="M0 104L118 68L120 76L2 112Z"/><circle class="f" cx="24" cy="78" r="19"/><path class="s" d="M84 38h28v28h-28z" transform="rotate(-17 98 52)"/><circle class="s" cx="60" cy="30" r="8"/>""",
            // A tent with a flag.
            """<path class="f" d="M60 22L114 72H6Z"/><path class="s" d="M60 22L80 72H40Z"/><path class="f" d="M14 78h92v72h-92z"/><path class="s" d="M28 78h12v72h-12zM80 78h12v72h-12z"/><path class="g" d="M44 150V118A16 16 0 0 1 76 118V150Z"/><path class="s" d="M58.5 2h3v22h-3zM61.5 2L78 9L61.5 16Z"/>""",
        ],
    };

    /// <summary>A figure of the story's first known theme, of friendship where it names none.</summary>
    public static string Of(IEnumerable<string> themes, uint choice)
    {
        var theme = themes.Select(theme => theme.Trim().ToLowerInvariant()).FirstOrDefault(ByTheme.ContainsKey) ?? "friendship";
        var figures = ByTheme[theme];
        return figures[choice % figures.Length];
    }

    /// <summary>The themes that have figures.</summary>
    public static IReadOnlyCollection<string> Themes => ByTheme.Keys;
}
