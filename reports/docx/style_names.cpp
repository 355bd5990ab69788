// Built-in styles by the names they have in other languages. Word keeps the English names in the file whatever it
// shows; other programs, and people who made their own, do not.

#include <array>
#include <map>

#include "base/text.h"
#include "reports/docx/inserts.h"

namespace debrief::reports {

namespace {

struct Named {
  std::string_view english;
  std::array<std::string_view, 12> others;  // de fr es it nl pt da sv nb fi pl cs
};

constexpr std::array<Named, 5> numbered{{
    {"heading",
     {"Überschrift", "Titre", "Título", "Titolo", "Kop", "Título", "Overskrift", "Rubrik", "Overskrift", "Otsikko",
      "Nagłówek", "Nadpis"}},
    {"toc",
     {"Verzeichnis", "TM", "TDC", "Sommario", "Inhopg", "Índice", "Indholdsfortegnelse", "Innehåll", "INNH",
      "Sisällysluettelo", "Spis treści", "Obsah"}},
    {"list bullet",
     {"Aufzählungszeichen", "Liste à puces", "Lista con viñetas", "Punto elenco", "Lijst opsom.teken",
      "Lista com marcadores", "Opstilling - punkttegn", "Punktlista", "Punktliste", "Merkitty luettelo",
      "Lista punktowana", "Seznam s odrážkami"}},
    {"list number",
     {"Listennummer", "Liste à numéros", "Lista con números", "Numero elenco", "Lijstnummering", "Lista numerada",
      "Opstilling - talnummer", "Numrerad lista", "Nummerert liste", "Numeroitu luettelo", "Lista numerowana",
      "Číslovaný seznam"}},
    {"body text",
     {"Textkörper", "Corps de texte", "Texto independiente", "Corpo del testo", "Platte tekst", "Corpo de texto",
      "Brødtekst", "Brödtext", "Brødtekst", "Leipäteksti", "Tekst podstawowy", "Základní text"}},
}};

constexpr std::array<Named, 10> plain_named{{
    {"title",
     {"Titel", "Titre", "Título", "Titolo", "Titel", "Título", "Titel", "Titel", "Tittel", "Otsikko", "Tytuł",
      "Název"}},
    {"normal",
     {"Standard", "Standard", "Normal", "Normale", "Standaard", "Normal", "Normal", "Normal", "Normal", "Normaali",
      "Normalny", "Normální"}},
    {"caption",
     {"Beschriftung", "Légende", "Descripción", "Didascalia", "Bijschrift", "Legenda", "Billedtekst", "Beskrivning",
      "Bildetekst", "Kuvaotsikko", "Legenda", "Titulek"}},
    {"quote",
     {"Zitat", "Citation", "Cita", "Citazione", "Citaat", "Citação", "Citat", "Citat", "Sitat", "Lainaus", "Cytat",
      "Citát"}},
    {"list paragraph",
     {"Listenabsatz", "Paragraphe de liste", "Párrafo de lista", "Paragrafo elenco", "Lijstalinea",
      "Parágrafo da Lista", "Listeafsnit", "Liststycke", "Listeavsnitt", "Luettelokappale", "Akapit z listą",
      "Odstavec se seznamem"}},
    {"header",
     {"Kopfzeile", "En-tête", "Encabezado", "Intestazione", "Koptekst", "Cabeçalho", "Sidehoved", "Sidhuvud",
      "Topptekst", "Ylätunniste", "Główka", "Záhlaví"}},
    {"footer",
     {"Fußzeile", "Pied de page", "Pie de página", "Piè di pagina", "Voettekst", "Rodapé", "Sidefod", "Sidfot",
      "Bunntekst", "Alatunniste", "Stopka", "Zápatí"}},
    {"table grid",
     {"Tabellenraster", "Grilledutableau", "Tabla con cuadrícula", "Griglia tabella", "Tabelraster", "Tabela com grade",
      "Tabel - Gitter", "Tabellrutnät", "Tabellrutenett", "Taulukko Ruudukko", "Tabela - Siatka", "Mřížka tabulky"}},
    {"strong",
     {"Fett", "Élevé", "Texto en negrita", "Enfasi (grassetto)", "Zwaar", "Forte", "Strong", "Stark", "Sterk",
      "Voimakas", "Pogrubienie", "Silné"}},
    {"emphasis",
     {"Hervorhebung", "Accentuation", "Énfasis", "Enfasi (corsivo)", "Nadruk", "Ênfase", "Fremhæv", "Betoning",
      "Utheving", "Korostus", "Uwydatnienie", "Zdůraznění"}},
}};

}  // namespace

std::string built_in_style(std::string_view name) {
  static const std::map<std::string, std::string> known = [] {
    std::map<std::string, std::string> out;
    for (const Named& n : numbered) {
      for (const std::string_view other : n.others) {
        for (int level = 1; level <= 6; ++level) {
          const std::string number = " " + std::to_string(level);
          out.emplace(base::folded(std::string(other) + number), std::string(n.english) + number);
        }
        if (n.english != "heading" && n.english != "toc") out.emplace(base::folded(other), n.english);
      }
    }
    for (const Named& n : plain_named) {
      for (const std::string_view other : n.others) out.emplace(base::folded(other), n.english);
    }
    return out;
  }();
  const auto found = known.find(base::folded(base::squeezed(name)));
  return found == known.end() ? std::string() : found->second;
}

}  // namespace debrief::reports
