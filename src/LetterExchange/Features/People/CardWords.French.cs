namespace LetterExchange.Features.People;

public static partial class CardWords
{
    public static readonly IReadOnlyList<string> French = Words("""
        abeille abricot acrobate agenda agneau aigle album alouette amande ancre antenne arbre armoire arrosoir artichaut asperge aube aurore automne
        avion avocat azur badge bague balai baleine bambou banane banjo banquise barque basilic bassin bateau berceau berger biberon biche billet
        biscuit blason bonbon bonnet botte bouchon boucle bougie bouleau bouquet bourdon boussole brebis brindille brioche brique brise brosse
        brouette brume bureau cabane cabriole cacao cactus cadeau cadran cahier cajou camion camomille caneton capuche carafe caramel caravane carnet
        carotte cartable cascade casque cerf cerise chaise chaloupe chameau champ chanson chaton chaussette chemin chemise chenille cheval chevreuil
        chocolat chouette ciboulette cirque citron citrouille clairon classeur clavecin clavier cloche coccinelle colibri colombe compas comptoir
        confiture coquelicot coquille corail corbeau corbeille corde couteau crapaud crayon crevette croissant cuisine cyclone cygne cymbale dahlia
        dauphin dentelle dessert diamant dindon dinosaure domino donjon dragon drapeau entonnoir escalier escargot falaise fanfare farine faucon
        fauteuil fenouil figue flageolet flamant flaque fleur flocon flotte fontaine framboise frites fromage fruit furet gambade gant garage gaufre
        gazelle gazon genou girafe girouette gland globe glycine gomme gourde goyave grelot grenier grenouille grillon groseille grotte guitare hamac
        haricot harpe herbe hibou hiver hochet homard horloge houx huile iceberg igloo iguane image iris ivoire jacinthe jambon janvier jardin jasmin
        jongleur jonquille joyau jument jupe kayak kimono kiosque kiwi koala laine laitue lampe lampion lanterne lapin lavande lavoir lentille
        libellule lilas limonade linge lion livre loutre lucarne lune lunettes machine magie maillot manchot mandarine marguerite marmite marron
        marteau mascotte matelas melon menthe merle miel mimosa miroir moineau montagne montre mouette moulin moulinet mouton muguet musique myrtille
        nageoire nappe navire nectarine neige noisette nougat nuage oasis ocarina oie oignon oiseau olive ombrelle opale orange orchestre orme ours
        oursin outil pagaie pagode paille palmier panda pantoufle papier papillon parasol paravent parc passerelle passoire pastille peinture peluche
        perroquet phare phoque piano pieuvre pigeon pilote piment pinceau pirogue piscine pissenlit pivoine plume poireau poisson poivre pompon poncho
        poney pont portail porte potager poterie potiron poudre poule poussin prisme prune puits puzzle quai quille radis raisin rame raquette ravin
        renard requin ressort rhubarbe rideau rivage romarin rose roseau rouge ruban ruche ruisseau sable sablier safran salade salon sandale sardine
        saumon saxophone sculpture sentier serpentin sifflet sirop soleil soupe source souris spatule statue stylo sucette sucre tableau tablette
        tabouret tambour tambourin tandem tapis tartine tasse tente terrasse tigre tilleul toboggan tomate torche tortue toucan toupie tournesol
        tramway tricot tricycle trompette tronc trousse truite tulipe tunnel tuyau valise vanneau velours verveine vigne village violette violon
        vitrail voilier voiture volcan voyage wagon yaourt yoga zeste zinnia
        """);
}
