namespace LetterExchange.Features.People;

public static partial class CardWords
{
    public static readonly IReadOnlyList<string> Spanish = Words("""
        abanico abeja abeto abrigo aceituna acuarela agenda aguacate alameda albahaca alcachofa alfombra alhaja almeja almendra almohada amapola amigo
        anchoa ancla anillo antorcha apio arado arbusto arcilla arena armario arpa arroyo arroz aurora avellana avestruz avioneta azahar azucena
        azulejo bailarina balanza ballena baloncesto banana bandeja banjo barca barrilete barro batidora bellota bicicleta bigote billete bizcocho
        boina bolsillo bombilla bosque bota botella brisa brocha bufanda burbuja butaca caballo cabra cabrito cacao cadena caja calabaza caldero
        calendario camarote camello camino camisa campana canario canasta candado candil canela cangrejo canguro canica canoa caracol caramelo
        caravana carreta carroza cartera cartulina cascada castillo castor cebolla cedro cereza cesta chaleco chaqueta charco chimenea chocolate
        chorizo cielo ciervo ciruela cisne clarinete clavel cobre cocina cocodrilo codorniz cohete collar colmena columpio cometa compota concha
        conejo coral corbata cordero corneta corona cortina cosecha cristal cuaderno cuadro cubo cuchara cuento cuerda cueva cuna dado dalia danza
        delantal desayuno diadema diamante dibujo disco domingo dulce durazno eclipse elefante embudo encina enero ensalada erizo escalera escoba
        escudo esfera esmeralda espejo espiga espinaca esponja esquina estanque estatua estrella estuche falda farol felpudo fideo fiesta flamenco
        flauta flecha flor foca fogata frambuesa fresa frutero fuego fuente gaita galaxia galleta galope ganso garaje garbanzo gardenia gato gaviota
        gelatina geranio girasol glaciar globo golondrina gorila gorra granada granero granja grillo grulla guante guisante guitarra hamaca harina
        hebilla helado helecho herradura hierba hoguera hongo hormiga hucha huerto iguana invierno isla jalea jarra jilguero jinete jirafa joya
        jueves jugo juguete junio kimono koala ladrillo lagarto lago laguna lana lancha langosta lapicero laurel lavanda leche lechuga lenteja leona
        leopardo libro liebre lienzo limonada lince linterna lirio llanura llave lluvia loro lucero lupa madera maleta malva mandarina mango manguera
        manta manzana mapa margarita mariposa marmota martillo mascota matorral mazorca medalla medusa membrillo mercado merienda mermelada mesa miel
        mimbre mimosa mirlo mochila molino moneda monedero montura mosaico mostaza mueble musgo naipe naranja nevera nido nieve nogal noria novela
        nube nuez nutria oasis oboe ocaso olivo orilla oruga ostra oveja paella palabra palacio palmera paloma palomitas panadero pandereta pantano
        pantera papagayo papaya paraguas parque parrilla pasillo pasta pastel patata patinete pavo payaso pecera peine pelota peluche pepino pera
        perejil perfume perro piano piedra pijama pimiento pincel pirata piscina pizarra planeta playa pluma pomelo poncho postal potrillo pozo
        pradera primavera prisma pueblo pulpo pulsera queso quinoa quiosco racimo radio rastrillo rebanada regalo regla reloj remo renacuajo repollo
        retrato ribera roble romero rosa rosquilla rueda saco salero salsa sandalia sardina sauce selva semilla sendero serpiente servilleta seta
        silbato silla sol sombrero sonaja sopa sorpresa tabla taburete taller tambor tapete tapir tarta taza tejado telar telescopio templo tenedor
        terraza tesoro tetera tienda tigre tijera tinta toalla tomate tomillo topacio torre tortilla tortuga trapecio tren trigo trineo trompeta
        trompo trucha trueno unicornio uva vaca vainilla valle vapor vaso vela velero ventana verano verbena vereda viaje viento viola violeta volante
        yate yegua yeso yogur zafiro zanahoria zapato zarza zorro zumo
        """);
}
