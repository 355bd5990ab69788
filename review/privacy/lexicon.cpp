// The word lists. Words stand folded and without accents, each list in one string.
//
// What matters in `ordinary` is not English as a whole but where English meets names: a word that is also a first
// name or surname, or that a log's person column may hold by mistake. Such a word is a name only in company.

#include "review/privacy/lexicon.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace debrief::review::privacy {

namespace {

constexpr std::string_view ordinary_words =
    // also first names
    "amber art ash autumn bay bill blue brook buck bud chance charity chase chip christian crystal dawn destiny "
    "dot drew eve faith ford forest frank grace grant guy happy harmony heaven hope hunter jack joy june justice "
    "kit lane lincoln link mark max may mercy merry miles mine noble norm page patience pepper prince red rich "
    "river robin rock rose scout sea sky star stone storm sue summer sunny temple trinity trip wade ward will winter "
    "young april august "
    // also surnames
    "all allday banks bank barber barker base bass batch batter battle beach beacon bead beam bear bell bench best "
    "black blanket block blood bloom blow board body bold bolt bond bone book boot booth born bow bowl box boy "
    "brace brain branch brand brave bread break brick bridge bridges bright brine broad brooks brown brush bush "
    "butter button buzz cable cage cake call camp can cane cannon car card care carpenter carrier cart carter case "
    "cash castle cave chain chalk chamber chambers chapel charge charm chart chest child church circle clean clear "
    "clerk clock close cloud coal coat cock cold college come conduct cool copper cork corn corner cotton count "
    "counter court cove cover cowl craft crash cream creed creek crew cross cup curl curtain cutter daily dance "
    "dark darling dart dash date day days deal dear deed deep deer desk diamond dice dike diner dish dock dolphin "
    "door down downs drain draw dream drink drive driver drum dry duck dung dust dwell early earth easy edge else "
    "end english ever eye fair fall falls farm fast father fear feather fell fence few field fields fight file "
    "fine fire fish flag flash flat flax fleet flesh flick float flood floor flower flowers fly fog fold foot "
    "force foreman forge fort fortune foster found frame france free freeze french fresh friend frost fry full "
    "fuller funnel game gap garden gardener gate gates gear gentle given glass glaze glove goat gold golden good "
    "goose grain grange grass grave graves gravel gray great green grey grill grind groom gross ground grove guard "
    "guest gun hair half hall hammer hand hands handy hang hard hare harm harvest haste hatch hay head heard heart "
    "hearth hedge helm help herd here hero hide high hill hills hinge hire hitch hog hold holder holiday hollow "
    "home hook hoop hop horn hospital house how huddle hull hurry inch iron irons issue ivory jacks jam jar job "
    "joiner judge jump just keep keeper key keys kick kind king kings knife knot know lace lake lamp land landing "
    "large last latch latter laugh law lawn lawyer lay layer lead leader leaf league lean leather leave ledger "
    "left leg less lever life light like limb line lines linker lion list little live liver load loader loan loch "
    "lock locke locker lodge loft log long look looker loom loop lord loss lot loud love lovely lover low lower "
    "luck lumber lunch mace mail main major maker male mall mallet man mane manor mantle many march mariner marine "
    "marker market marks marshal marshall martial mass mast master masters mate math matter maze mead meadow "
    "meadows mean means meat mend mercer merchant merit mess metal middle might mild mile mill miller mills miner "
    "mint minor minster miss mist mode mole monday money monk moon more morn morning mote moth mound mount "
    "mountain mouse mouth much mull must mutter nail nation need nest new next nice night noise noon north "
    "northern note notes nurse nut oak oar oats offer office oil old one orange orchard order organ outlaw over "
    "owl own pace pack packer pain paint painter pair palace palm pan pane pants paper parish park parker parks "
    "part party pass passmore paste patch path pause pay peace peach peak pear pease peel pen people perch person "
    "pick pickle pier pile pill pillar pin pine pink pipe pitch place plain plan plane plank plant play player "
    "plum plumb plumber point pole pond pool poor pope port porter post pot potter pound powder power powers pray "
    "press price pride priest prime print prior profit proper proud pull pump punch purse push quarry queen quick "
    "race rain raise rake ran range rank rash raven raw read reader ready real reason record rest rhymes rice "
    "riches ride rider ridge right ring rise risk rivers road roads roast roll rolls roof room rooms root roots "
    "rope rough round rouse row rub rudder rule run rush russet rust sack saddle safe sail saint sale sales salt "
    "samples sand sands saver saw sawyer scales school score scrivener seal search season seat see seed seeds self "
    "sellers senior service settle shade shadow shaft shall sharp shave sheath sheep shield shift ship shire shoe "
    "shop shore short shot show shower side sides sign signal silk silver simple single singer sink skill slack "
    "slate slaughter slip slow small smart smoke snap snell snow soft sole song sorrow sort south southern spark "
    "sparks sparrow speak spear speed spell spend spender spice spike spring springs spur square squire squires "
    "stable stack staff stair stall stamp stand staple stark start state stay stead steel steele steer step stern "
    "steward stick still stock stocks stones stook store storey story strange stream street strong style such "
    "sugar summers sun sunday sweep sweet swift sword table tailor talk tall tang tape taper tapper tar target "
    "tart taste tax tea teach teal tell temper tester thick thin thing thorn thrush thunder thursday tice tide "
    "tile tiller tilt timber time tin tinker tiny tipper tire today toll tomb tong tongs took tool top torn tough "
    "tow tower towers towing town trace track trail train trainer trap travel treasure treat tree trees trench "
    "tribe trim triumph true trust trusty tub tune tunnel turf turn turnip turtle twin twist under upright vale "
    "valet valley value vane venue verse very vest vicar vice vine virgin virtue voice wake walk wall walls wander "
    "want war warden ware warm warner wash waste watch water waters wave wax way weather weaver web wedge weed "
    "week weeks weight welcome well wells west western wheat wheel wheeler wheels while whip whistle white wide "
    "wild wilder willing willows wind window winds wine wing wings winner wire wise wish wood woodland woods wool "
    "word words work workman world worth wrath wreath yard yarn year yes york zone ngo won chin sung "
    // forenames and surnames of other languages that are English words
    "any are ban din dong fan far gong had ham has her him his hung ing jang kale men nan not now off our out pang "
    "sang say she sin sit sum tan the ton too was who why win yam yet you "
    // what a log is made of
    "about above access account across action active added address admin advice advise advised affected after "
    "afternoon again agent agents agreed alert also always and another answer answered anyone app approved area "
    "around asked assigned at attempt available away back backup bad because been before being below between "
    "billing both bring broken browser bug business busy but by callback called caller callers calling calls came "
    "cancel cancelled cannot caused centre change changed channel chat check checked checking clients closed code "
    "complaint completed confirmed connect connected connection contact contacts core could created credit crm "
    "customer customers data database dead debit default degraded delay delayed deleted delivered details device "
    "did different direct disconnected does done double drop dropped due during each email emails emergency error "
    "errors escalated escalation every everyone evening except external failed failing failover failure fault "
    "faults first fixed follow for forwarded friday from front general get gets giving goes going gone got group "
    "handset hardware have having headset hello hour hours however image impact impacted inbound incident "
    "incidents incoming info informed initial inside installed instead internal internet intermittent into invoice "
    "issues item its itself joined kept keeps known lan laptop late later latest let letter level limited local "
    "locked logged logging login logs lost lots made make making manual map maybe meeting message messages "
    "messaging minute minutes missed missing mobile monitor monitoring month months most move moved multiple name "
    "named near network networks never nobody none normal nothing number numbers offered offline often once online "
    "only onto open opened operation option other others otherwise outage outages outbound outcome outgoing "
    "outside owner password passed payment payments pending per phone phones platform please pls policy portal "
    "possible possibly present previous printer priority private problem problems process processed product "
    "profile provided public purchase put query queue queued queues quickly raised rang reached really reboot "
    "rebooted received recent recovered recovery ref refund refunded regarding rejected release released remote "
    "reopened repair replaced reply report reported reports request requested reset resolve resolved response "
    "restart restarted restored result return returned review reviewed rings rolled rota router routing running "
    "said same screen second seen send sending sent server servers several should shows signed since site sites "
    "snr software some someone something soon sorry spoke standby started status stop stopped support supplier "
    "sure suspected switch switched system systems take taken taking task team teams telephone telephony temp test "
    "tested testing text than thank thanks that their them then there these they this those though through ticket "
    "till times together told tomorrow tonight total transfer transferred tried trying twice two type unable "
    "unknown until update updated updates upgrade upgraded upset urgent used user users using usual vendor "
    "verified via visit voicemail volume waiting wait waited wants warning website went were what when where which "
    "whole wifi with within without worked workaround working works would wrong yesterday your zero null anonymous "
    "anon unassigned withheld unavailable various everybody "
    // kept apart from people by capitals alone
    "covid brexit christmas easter ramadan british irish scottish welsh polish german spanish european administrative "
    "miscellaneous storage pleasure kindly sincerely regards hi dear everything anything nothing somewhere currently "
    "previously recently finally meanwhile therefore because although unfortunately apologies morning afternoon prod "
    "dev "
    "uat noc soc dba api sla ola kpi aht asa acw csat nps fcr ivr acd pbx voip sip wan vpn vdi dns dhcp http https "
    "url pdf csv xml gdpr pci bau eta tbc tba asap fyi nfa wip eod cob";

constexpr std::string_view role_words =
    "monitor monitoring alarm alert sensor probe scheduler webhook integration gateway portal website robot chatbot "
    "admin administrator advisor adviser advisers advisors agency agent agents analyst apprentice architect "
    "assistant associate auditor bot caller callers carer chief clerk client clinician coach colleague colleagues "
    "consultant contractor controller coordinator council councillor customer customers cust department dept "
    "deputy desk director dispatcher doctor driver duty electrician employee engineer engineers escalations "
    "estates executive facilities field finance fireman floorwalker gp group handler head helpdesk hr installer "
    "it junior lead leader leads learner line lineman landlord housekeeper maintenance management manager "
    "managers mgmt mgr midwife ministry network networks nurse office officer oncall operations operator ops "
    "owner partner payroll planner plumber police porter principal procurement provider receptionist reception "
    "representative rep reps resolver responder retailer sales secretary security senior service servicedesk "
    "shift staff supervisor supervisors supplier support system team teams technician technicians tech temp "
    "tenant tier trainee trainer user users vendor volunteer warden worker ambulance fire billing collections "
    "complaints retention level on call first second third 1st 2nd 3rd evening night day weekend early late back "
    "the of and a rota pool queue centre center hub helpline switchboard control room major incident problem "
    "change communications comms quality compliance resourcing workforce digital web platform infrastructure "
    "desktop telephony telecoms data application applications apps";

constexpr std::string_view places =
    "aberdeen aldershot altrincham andover antrim ashford ashton austin ayr banbury bangor barnet barnsley "
    "basildon basingstoke bath bedford belfast bexley birmingham blackburn blackpool bolton boston bournemouth "
    "bradford brent brentford brighton bristol britain bromley burnley burton bury cambridge camden canterbury "
    "cardiff carlisle chelmsford chelsea cheltenham chester chesterfield clifton colchester corby cornwall "
    "coventry crawley crewe croydon cumbria dallas darlington dartford denver derby derry devon doncaster dorset "
    "dover dublin dudley dundee dunstable durham ealing eastbourne edinburgh edmonton eltham enfield england "
    "epsom essex exeter falkirk fareham florence folkestone gateshead georgia glasgow gloucester gosport grimsby "
    "guildford halifax hamilton hampshire harlow harrogate harrow hartlepool hastings hereford hertford houston "
    "hove huddersfield hull india inverness ipswich ireland israel jersey jordan kendal kent kenya kettering "
    "kingston lancaster leeds leicester leigh lewes lichfield lincoln lisburn liverpool livingston london "
    "loughborough luton macclesfield maidstone manchester mansfield margate melbourne middlesbrough milton morley "
    "motherwell newark newbury newcastle newport newry northampton norton norwich nottingham nuneaton oldham "
    "ormskirk oxford paisley paris perth peterborough phoenix plymouth poole portsmouth preston ramsgate reading "
    "redcar redditch redhill reigate rhyl richmond rochdale rochester romford rotherham rugby runcorn salford "
    "salisbury scarborough scotland scunthorpe selby sheffield shrewsbury slough solihull somerset southampton "
    "southend southport stafford stevenage stirling stockport stockton stoke stratford sunderland surrey sussex "
    "sutton swansea swindon sydney tamworth taunton telford torquay truro victoria wakefield wales walsall "
    "warrington warwick washington waterloo watford wembley westminster weymouth whitby wigan wimbledon "
    "winchester windsor woking wolverhampton worcester worthing wrexham yeovil york yorkshire china chad "
    "paddington euston marylebone albany kew mumbai delhi bangalore pune manila krakow wroclaw lagos durban "
    "lisbon madrid berlin";

constexpr std::string_view months =
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec";
constexpr std::string_view weekdays =
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun";
constexpr std::string_view titles =
    "mr mrs ms miss mx dr prof professor sir dame rev reverend cllr lady lord madam messrs mister fr mme mlle "
    "monsieur madame mademoiselle frau herr senor senora senhor senhora sr sra srta signor signora signorina dhr mevr "
    "mevrouw meneer";

constexpr std::string_view first_names =
    "aaron abdul abdullah abigail adam adele adrian agnes agnieszka ahmed aidan aisha alan alastair albert "
    "alejandro alex alexander alexandra alfie alice alicia alison amanda amelia amina amir amy ana anastasia "
    "andrea andreea andrei andrew andy angela anil anita ann anna anne annette anthony antonio arjun arthur asha "
    "ashley ashraf asif ayesha barbara barry beata becky ben benjamin bernard beth bethany betty beverley bilal "
    "bogdan bradley brandon brenda brendan brian bridget bronwen bruce bryan callum cameron camilla carl carla "
    "carlos carly caroline catherine cathy cecilia charles charlie charlotte cheryl chloe chris christina "
    "christine christopher claire clara clare claudia clive colette colin connor conor craig cristina damian "
    "daniel danielle danny darren dave david dawid debbie deborah declan deepak denise dennis derek desmond diana "
    "diane dominic donald donna dorothy douglas duncan dylan eddie edith edward eileen elaine eleanor elena "
    "elizabeth ella ellen ellie elsie emily emma eric erin ethan eva evelyn fatima fiona frances francesca "
    "francis freddie gareth gary gavin gemma geoff geoffrey george georgina gerald gerard gillian gita giulia "
    "gloria gordon graham greg gregory gurpreet gwen hannah harold harriet harry harpreet hassan hayley helen "
    "helena henry hilary howard hugh hussain hussein ian ibrahim imran ingrid ioana irene isaac isabel isabella "
    "isla ismail ivan jacob jacqueline jacqui jaime jake jakub james jamie jan jane janet janice jasmin jason "
    "javed jeff jeffrey jennifer jenny jeremy jerome jess jessica jill jim joan joanna joanne joe joel johan john "
    "johnny jon jonathan jordan jose joseph josephine joshua joyce juan judith judy julia julian julie justin "
    "kamal karen karim karl kasia kate katherine kathleen kathryn katie katy kay kayleigh keith kelly ken kenneth "
    "kerry kevin khadija khalid kieran kim kimberley kiran kirsty krishna kristina krzysztof kyle lakshmi laura "
    "lauren laurence leah leanne leigh leo leon leonard lesley leslie lewis liam lida linda lindsay lisa liz "
    "logan lorna lorraine louis louise luca lucas lucy luis luke lydia lynn lynne maciej maddie magdalena mahmoud "
    "malcolm malgorzata mandy manuel marcin marcus margaret maria mariam marie marina mario marion marlene martha "
    "martin martyn mary maryam mateusz matt matthew maureen maurice megan mehmet melanie melissa michael michal "
    "michelle miguel mike milan mohamed mohammad mohammed moira molly mona monica morgan muhammad mustafa nadia "
    "nadine naomi natalia natalie natasha nathan neha neil niall nicholas nicola nicole nigel nikhil nina noah "
    "noor nora norman oksana oleg olga oliver olivia omar oscar owen pamela parveen patricia patrick paul paula "
    "pauline pawel pedro peter petra phil philip phillip phoebe piotr pooja priya rachel rafal raj rajesh ralph "
    "raymond rebecca rhys richard ricky rita robbie robert roberta roger roland ronald rosemary rosie ross rowan "
    "roy rukhsana russell ryan sabrina sadia saeed saira salma sam samantha samina samir samuel sandra sanjay "
    "sara sarah sasha saskia scott sean sebastian shabana shane shannon sharon sheila shirley shreya sian sidney "
    "simon simone sinead siobhan sofia sonia sophia sophie stacey stanley stefan stella stephanie stephen steve "
    "steven stewart stuart suresh susan suzanne sylvia tahir tamara tania tanya tariq ted teresa terence theo "
    "theresa thomas tim timothy tina toby tom tomasz tony tracey tracy trevor tristan ursula usman valerie "
    "vanessa vicky victor viktor vijay vincent vinod vivien vladimir walter wayne wendy wilfred william wojciech "
    "xavier yasmin yusuf yvonne zachary zahra zainab zara zoe zofia "
    // of other languages
    "jean pierre jacques michel francois philippe laurent nicolas sylvie nathalie isabelle celine aurelie chantal "
    "brigitte monique thierry guillaume mathieu antoine etienne yves luc cedric genevieve veronique marcel hans jurgen "
    "juergen klaus wolfgang dieter gunter gunther guenter horst uwe ulrich heinz helmut manfred bernd ralf jorg joerg "
    "jens sven lars bjorn bjoern erik henrik anders soren soeren birgit heike sabine anke silke katrin gisela monika "
    "renate dagmar tobias florian lukas jonas felix maximilian matthias andreas thorsten torsten stefanie bettina juan "
    "javier diego fernando sergio pablo carmen pilar lucia marta ines beatriz giuseppe giovanni francesco paolo marco "
    "matteo alessandro lorenzo roberto chiara giorgia valentina federica joao tiago goncalo rui nuno katarzyna ewa "
    "grzegorz lukasz slawomir zbigniew stanislaw bozena danuta halina jadwiga ahmet murat emre fatma ayse zeynep huseyin "
    "hatice hiroshi kenji takashi yuki akiko yoko naoko keiko dmitri dmitry sergei sergey andrey alexei alexey mikhail "
    "nikolai yuri igor svetlana tatiana ekaterina galina lyudmila astrid sigrid";

constexpr std::string_view organisations =
    "genesys avaya cisco mitel five9 nice verint calabrio acd ivr crm pbx cti wfm wfo itsm talkdesk twilio ringcentral "
    "vonage amazon aws azure "
    "microsoft google apple android ios windows linux chrome firefox edge safari outlook teams zoom slack webex "
    "jabber skype citrix vmware oracle sap salesforce zendesk servicenow jira freshdesk glpi remedy dynamics "
    "sharepoint onedrive exchange java sql mysql postgres mongodb redis kafka jenkins github gitlab docker "
    "kubernetes cloudflare akamai fortinet juniper checkpoint paloalto netscaler f5 polycom plantronics jabra "
    "dell hp lenovo epson canon xerox samsung huawei vodafone openreach bt ee o2 three virgin sky talktalk gamma "
    "kcom colt lumen royal dpd hermes evri ups fedex dhl tesco asda sainsburys barclays lloyds natwest hsbc "
    "santander halifax nationwide monzo starling visa mastercard amex paypal stripe worldpay capita serco sitel "
    "teleperformance webhelp concentrix ofcom ofgem ico nhs hmrc dwp dvla experian equifax facebook instagram "
    "twitter whatsapp linkedin tiktok youtube trustpilot siebel peoplesoft workday finesse cucm uccx ccx ucce "
    "asterisk broadsoft";

constexpr std::string_view streets =
    "road rd street avenue ave lane crescent cres terrace gardens gdns grove boulevard blvd mews highway";
constexpr std::string_view weak_streets =
    "st drive dr way court ct place pl square sq hill park walk row rise view green parade yard wharf quay gate "
    "vale villas mount broadway embankment circus close cl ln broadwalk croft ter esplanade";
constexpr std::string_view houses =
    "cottage cottages house farm farmhouse lodge barn manor villa hall grange forge mill rectory vicarage "
    "bungalow mansions tower towers heights apartments flats chalet croft oast stables priory gatehouse";

constexpr std::string_view phone_cues =
    "phone phoned tel telephone mob mobile cell cli landline callback cb call ring rang ph contact fax whatsapp "
    "text texted sms dial dialled dialed ringback handset cellphone telno mobno";
constexpr std::string_view reference_cues =
    "order orders batch epoch id ids ticket job build serial invoice case po sku asset tracking consignment "
    "session txn transaction imei msg message uid uuid guid barcode parcel shipment request incident problem "
    "change record row part port pid process offset bytes seq sequence ts timestamp unix hash commit checksum "
    "queue node kpi error code event thread trace ucid conversation interaction call_id callid inc wo so crq";
constexpr std::string_view said_words =
    "rang called phoned says said confirmed reported asked asks advised wants wanted requested emailed texted "
    "told complained explained stated replied answered agreed declined refused hung thanked thinks tried sent "
    "logged apologised apologises confirms reports needs queried insisted demanded spoke took joined left "
    "responded acknowledged escalated resolved picked mentioned noticed chased handed raised works came went "
    "started gave got";
constexpr std::string_view particles =
    "van von der den de del della di da dos das du la le el al bin ibn abu ben binti ap ab mac mc o st ter ten";
constexpr std::string_view fillers =
    "no nos number numbers num nr nbr is was are the a an on at of to given as back me him her them us via from "
    "their his our my new alt alternative home work daytime evening preferred please pls now still be it this "
    "that has ref reference id card";
constexpr std::string_view sites =
    "site sites office offices centre center depot exchange branch station hub campus store shop warehouse region "
    "area team ward hospital line lines platform building floor bridge queue server datacentre dc borough council "
    "airport hotel plant yard studio skill circuit node link switch";
constexpr std::string_view tellers =
    "told asked emailed advised contacted informed called rang phoned texted chased thanked notified messaged "
    "reminded updated briefed assured reassured interviewed";
constexpr std::string_view kin_words =
    "wife husband son daughter mother father mum dad mam partner brother sister neighbour carer aunt uncle nephew "
    "niece grandson granddaughter grandmother grandfather gran nan fiance fiancee spouse friend flatmate "
    "boyfriend girlfriend stepson stepdaughter";
constexpr std::string_view digit_words =
    "oh o zero nought naught one two three four five six seven eight nine double triple treble hundred plus";
constexpr std::string_view version_cues =
    "build version ver v release firmware fw patch software deployed upgrade upgraded upgrading downgraded "
    "rollback hotfix sp revision rev update updated installed driver drivers client app agent plugin library sdk "
    "package module running image tag";
constexpr std::string_view address_cues =
    "address addr addresses lives living resides home moved visit deliver delivery delivered deliveries";
constexpr std::string_view vehicle_cues =
    "reg registration vehicle car van lorry truck bus taxi minibus motorbike motorcycle vw volkswagen bmw audi "
    "vauxhall toyota peugeot renault citroen nissan honda skoda mazda mercedes fiesta corsa golf astra transit plate "
    "plates numberplate "
    "vrm vrn parked parking driving bay dvla hgv automobile ambulance";
constexpr std::string_view account_cues =
    "account accounts acct acc customer cust client policy member membership subscriber contract patient student "
    "loyalty consumer policyholder mpan mprn crn custref custid ac payer claimant";

std::unordered_map<std::string_view, Flags> table() {
  std::unordered_map<std::string_view, Flags> words;
  words.reserve(6000);
  const std::pair<Flags, std::string_view> lists[] = {{ordinary, ordinary_words},
                                                      {role, role_words},
                                                      {place, places},
                                                      {month, months},
                                                      {weekday, weekdays},
                                                      {title, titles},
                                                      {first_name, first_names},
                                                      {organisation, organisations},
                                                      {street, streets},
                                                      {street_weak, weak_streets},
                                                      {house, houses},
                                                      {phone_cue, phone_cues},
                                                      {reference_cue, reference_cues},
                                                      {said, said_words},
                                                      {particle, particles},
                                                      {filler, fillers},
                                                      {site, sites},
                                                      {tells, tellers},
                                                      {kin, kin_words},
                                                      {digit_word, digit_words},
                                                      {version_cue, version_cues},
                                                      {address_cue, address_cues},
                                                      {vehicle_cue, vehicle_cues},
                                                      {account_cue, account_cues}};
  for (const auto& [flag, list] : lists) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = std::min(list.find(' ', at), list.size());
      words[list.substr(at, end - at)] |= flag;
      at = end + 1;
    }
  }
  // Whatever stands in a list of function is no bare name either.
  for (auto& [word, flags] : words) {
    if (flags & (role | month | weekday | title | street | house | phone_cue | reference_cue | said | filler | kin |
                 site | organisation | version_cue | vehicle_cue | account_cue | tells | street_weak)) {
      flags |= ordinary;
    }
  }
  return words;
}

}  // namespace

Flags flags_of(std::string_view word) {
  static const auto words = table();
  const auto found = words.find(word);
  return found == words.end() ? 0 : found->second;
}

}  // namespace debrief::review::privacy
