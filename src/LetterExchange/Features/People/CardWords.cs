using LetterExchange.Text;

namespace LetterExchange.Features.People;

/// <summary>The words on cards: friendly, of three to ten letters, none that is easily taken for another, none with an accent to be found on a keyboard.</summary>
public static partial class CardWords
{
    /// <summary>Those of a language.</summary>
    public static IReadOnlyList<string> In(string language) => Spoken.Of(language) switch { "fr" => French, "es" => Spanish, _ => English };

    public static readonly IReadOnlyList<string> English = Words("""
        acorn anchor apple april apron arrow autumn badge bagel bamboo banana banjo barn basket beach bead bean bear beaver bell bench berry bike
        birch bird biscuit blanket blossom boat bonnet book boot bottle bowl box branch bread breeze brick bridge brook broom brush bubble bucket
        butter button cabin cactus camel camera canal candle canoe canyon captain caravan cardigan carpet carrot castle cedar cello chalk cherry
        chess circle circus clay cliff cloak clock cloud clover coast cobble cocoa coconut comet compass copper coral corner cotton cradle crane
        crayon cricket crown crumb crystal cupboard curtain cushion daisy dance dawn desert diamond dinner dolphin donkey dragon drum duck eagle
        easel echo elbow elder ember emerald engine evening fabric falcon farm feather fern ferry fiddle field finch flag flame flask flute forest
        fossil fountain fox friend frost galaxy garden garlic gate ginger glacier glove goose grape grass gravel guitar hammer hammock harbor harp
        hat hazel hedge heron hill honey horizon horse house igloo island ivory ivy jacket jam jasmine jelly jewel jigsaw journey juice jungle kayak
        kettle kite kitten koala ladder lagoon lake lamp lantern lark laurel lavender leaf lemon lentil letter library lilac lily linen lion lizard
        lobster locket lullaby magnet magpie mango maple marble market meadow medal melody melon mint mirror mitten moon morning moss mountain
        muffin museum music napkin needle nest noodle north nutmeg oak oasis ocean olive onion opal orange orbit orchard otter oven owl oyster
        paddle paint palace panda pancake paper parade parrot path peach peanut pearl pebble pencil penguin pepper piano picnic pillow pilot pine
        planet plum pocket pond pony poppy porch potato prairie puddle puffin pumpkin puppet puzzle quartz quill quilt rabbit radio rain raisin
        ribbon river robin rocket roof rose ruby ruler saddle sail salad sand satin saturn scarf school seal season seed shadow shell shore silver
        sketch sky sled slipper snow sock song spark sparrow spice spiral spoon spring squirrel star station stone story straw summer sun swallow
        swan sweater table tambourine tea teapot temple tent thimble thistle thunder tiger timber toast tomato torch tower train trumpet tulip
        tunnel turnip turtle umbrella uncle valley vanilla velvet village vine violet violin waffle wagon walnut water wave weather whale wheat
        wheel whistle willow window winter wool yard yarn yellow yogurt zebra zipper
        """);

    static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
