/** English nouns that are verbs too, without those that are rarely verbs in speech. */
const VERBS_TOO = wordSet(`
  act address advance age aid aim air alarm amount answer appeal approach arm attack attempt back balance ban
  bank bar base battle bear beat bend benefit bet bid bill bite blame blend block blow board bomb book boost
  boss bottle bowl box brake branch brand break bridge brief brush budget bug burn buy call camp cap care carpet
  cart case cast catch cause center centre chain chair challenge chance change channel charge charm chart chat
  check cheer circle claim class clean clear click climb clip clock close cloud coach coat code comb comfort
  command comment commit compound concern conduct conflict contact content contract contrast control cook copy
  cost couch count couple course cover crack craft crash credit cross crowd cry cup cure curve cut cycle damage
  dance date deal debate decline decrease default defeat delay delegate demand design desire detail diet dip
  discount display dispute dive document dose double doubt draft drain draw dream dress drift drill drink drive
  drop drug dry dump dust duty ease edge effect email end engineer escape estimate exchange excuse exercise
  exhibit exit experience experiment export extract eye face factor fail fall fan farm favor favour fear feature
  feed feel fight figure file fill film filter finish fire fish fit fix flag flash flight float flood floor flow
  focus fold force forecast form frame freeze fuel function fund gain game gap gas gather gaze gear gift glance
  glue grade grant grip ground group guarantee guard guess guide hand handle hang harm hat hate head heat help
  hike hint hit hold hole hook hope host house hug hunt hurry hurt impact import increase influence insert
  interest interview invite iron issue jail joke judge juice jump key kick kid kill kiss knock label lack land
  laugh launch lead leak lean leap lecture level lie lift light limit line link list load loan lock log look
  loop love mail map march mark mask master match matter mean measure meet mention merge mess milk mind mine
  miss mistake mix model monitor move murder name need nest network noise note notice number nurse object offer
  oil open order outline pack package page pain paint pair panel panic park part partner pass paste patent path
  pause pay peak phone photo pick picture piece pilot pin pitch place plan plant play pledge plot plug point
  poison police poll pool post pound pour power practice praise present press preview print prize process
  produce profile profit program project promise proof protest pull pump punch purchase push puzzle question
  queue quiz quote race rain raise range rank rate reach read reason rebel recall record recruit reform refund
  refuse regard regret release remark remote rent repair repeat reply report request rescue research reserve
  resort respect rest result retreat return reveal review reward ride ring rise risk rock roll root rope round
  route row rub ruin rule run rush sail sample save scale scan scare schedule score scratch scream screen seal
  search seat secret secure sell sense sentence service set shade shape share shelter shift shine ship shock
  shoot shop show shower shrink shut sign signal silence sink skip slave sleep slice slide slip slow smell smile
  smoke snack snow sort sound space spark speed spell spin split spoil sponsor spot spread spring spy stack
  staff stage stain stamp stand star stare start state stay steam step stick stock stop store storm strain
  stream stress stretch strike string strip struggle study stuff style subject suit supply support surface surge
  surprise survey suspect swallow sweat sweep swim swing switch table tackle talk tank tap target task taste tax
  team tear tease term test text thread throw tie time tip tire title toast tone tool top total touch tour trace
  track trade train transfer transport trap travel treat trend trick trigger trip trouble trust try tune turn
  twist type update upgrade upset use value view visit voice volunteer vote wait walk warm wash waste watch
  water wave welcome wheel whisper win wind wipe wire wish witness wonder work worry wound wrap wreck yield
`);

/** English nouns that are adjectives or adverbs too. */
const ADJECTIVES_TOO = wordSet(`
  adult alternative back best black blank blue bottom brief bright brown chief choice classic clean close cold
  commercial complete complex concrete content cool core correct criminal dark dead deep digital direct double
  dry dual electric elite empty equal executive expert extra fair fancy fat favorite favourite female final fine
  firm flat fluid foreign free fresh front fun future general gold good gray green grey half hard heavy high hot
  human ideal individual initial inner inside intellectual junior key kind left light liquid live local low main
  major male manual mass mature mean median medium minor mobile modern moral musical narrow native natural net
  normal novel official open opposite original outside overall own pale parallel past patient perfect pink plain
  plastic plus pop potential premium present pretty prime principal private pro professional public quiet rear
  rebel red relative remote representative resident right rough round routine rural secret secure senior
  separate short sick silver simple single slow smart smooth social soft solid sound spare special square stable
  standard static steady steep stiff still straight strange strong super sure sweet tall teen thick thin tight
  top total tough trial twin uniform upper urban variable warm weak well wet white whole wild wrong yellow young
`);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Whether an English noun in the singular is a verb too: "train", "design". */
export function isVerbToo(noun: string): boolean {
  return VERBS_TOO.has(noun);
}

/** Whether an English noun in the singular is an adjective or an adverb too: "present", "light", "back". */
export function isAdjectiveToo(noun: string): boolean {
  return ADJECTIVES_TOO.has(noun);
}
