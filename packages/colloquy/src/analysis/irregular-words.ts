import { stem } from "./analyse.ts";

/**
 * Words that the rules of endings do not connect, one family a line: before the bar the forms and spellings of one word,
 * after it words that are derived from it. A word may belong to several families.
 */
const FAMILIES = `
able | ability
absent | absence
absorb | absorption
abstain | abstinence
accurate | accuracy
act | action actor active activity
add adds added adding | addition additional
administer | administration administrator administrative
advertisement advert ad
advise | advice
africa | african
agent | agency
aging ageing
agree agreed agreeing | agreement
air | airy airline airport
america | american
analyse | analysis analyst analytic analytical
analysis analyses
anger | angry angrily
anxious | anxiety
app application
appear | apparent apparently appearance
appendix appendices
arise arose arisen
art | artist artistic
awake awoke awaken
axis axes
bacterium bacteria
bad worse worst | badly
basis bases
bear bore borne | birth
beat beaten
become became
begin began begun beginning
behave | behaviour behavior behavioural behavioral
believe | belief
bend bent
benefit | beneficial
big bigger biggest
bind bound
bite bit bitten
bleed bled | blood
blow blew blown
bone | bony
boy | boyhood
break broke broken | breakage
breathe | breath
breed bred
brief | brevity
bring brought
build built building
burn burnt
bus buses
buy bought | buyer
calculate | calculus
call | caller
catch caught
center | central
century | centenary centennial
chemistry | chemical chemist
cheque check
child children | childhood
china | chinese
choose chose chosen choosing | choice
circle | circular
citizen | civic civil citizenship
city | civic
class | classify
clear | clarity clarify clearance
cling clung
college | collegiate
colony | colonial
come came
comedy | comic
commerce | commercial
compare | comparison comparative comparable
compel | compulsion compulsory
compete | competition competitive competitor
complain | complaint
component | compose
comprehend | comprehension comprehensive
concept | conceptual
confidence | confident confidential
contain | content continent
contract | contractual
cost | costly
creep crept
crime | criminal
crisis crises | critical
criterion criteria
critic | criticise criticism critical
curious | curiosity
currency | current
curriculum curricula
cut cutting
datum data
day | daily
deal dealt
deep deeper deepest | depth
defend | defensive defence defense
democracy | democratic democratise
dense | density
descend | descent
despair | desperate desperation
destroy | destruction destructive
die died dying dead | death
differ | difference different differential differentiate
dig dug
disaster | disastrous
distinct | distinction distinguish
do did done doing | deed
doctor dr
double | doubly
drama | dramatic dramatise
draw drew drawn drawing
dream dreamt
drink drank drunk
drive drove driven driving | driver
dry | dryness
ease easy easier easiest easily
eat ate eaten
economy | economic economist economical
edge | edgy
edit | editor editorial
elect | eligible
emphasis | emphasise emphatic
energy | energetic
england | english
enter | entry entrance entrant
enthusiasm | enthusiastic enthusiast
equal | equality equate
error | err erroneous
essence | essential
europe | european
event | eventual
evidence | evident evidential
exam examination
excite | exciting excitement excited
exist | existence existential
expend | expenditure expense
experience | experiential
explain | explanation explanatory
explode | explosion explosive
explore | exploration exploratory
fact | factual
fall fell fallen
fame | famous
family | familial
fantasy | fantastic
far farther further farthest furthest
fat | fatty
feed fed | food
feel felt feeling
few fewer fewest
fight fought
finance | financial fiscal
find found finding | finder
fire | fiery
fix | fixture fixer
flee fled
flow | fluent
flu influenza
fly flew flown | flight
focus | focal
foot feet
forbid forbade forbidden
foresee foresaw foreseen | foresight
forget forgot forgotten
forgive forgave forgiven | forgiveness
formula formulae
france | french
free freer | freedom
freeze froze frozen
friend | friendly friendship
full | fullness fully
fun | funny
furnish | furniture
gas gases
germany | german
get got gotten
give gave given | gift giver
go went gone going
good better best
goose geese
govern | government
grade | gradual
grateful | gratitude
gray grey
greece | greek
grieve | grief grievance
grind ground grinding
grow grew grown | growth
gun | gunner
habit | habitual
half halves
hang hung
happy | happiness happily
hate | hater hatred
hear heard hearing
hide hid hidden
high higher highest | height
hit hitting
hold held
hot hotter hottest | heat
hunger | hungry
hypothesis hypotheses
ice | icy
idea | ideal
identity | identify identification
index indices
influence | influential
information info
institution | institutional institutionalise
instruct | instruction instructor
intellect | intellectual
ireland | irish
jew | jewish judaism
joke | joker
joy | joyous
judge | judicial judiciary justice judgement judgment
keep kept
kill | killer
king | kingdom
kneel knelt
knife knives
know knew known knowing | knowledge
lab laboratory
language | linguistic
laugh | laughter
law | lawyer legal
lay laid
lead led leading | leader leadership
leaf leaves
lean leant
leap leapt
learn learnt
leave left leaving
legislate | legislation legislative legislature
lend lent | loan
liberty | liberate liberal
lie lay lain
life lives | live living alive
light lit
line | liner
literature | literary
live | livable
lone | lonely loneliness
long longer longest | length
lose lost losing | loss loser
loud | aloud
love | lover lovely
low lower lowest
mad | madly
magnify | magnitude
make made making | maker
man men
market | marketing
marriage | marry marital
mathematics maths math
matrix matrices
maximum | maximise maximal
mean meant meaning
medicine | medical
medium media
meet met meeting
memory | memorise memorial memorable
metropolis | metropolitan
microphone mic mike
minimum | minimise minimal
minister | ministry ministerial
mislead misled
misunderstand misunderstood
mix | mixture mixer
mother mom mum
motion | move mover movement
mouse mice
muscle | muscular
music | musician musical
nation | national
necessary | necessity necessitate
neglect | negligent negligence
nerve | nervous neural
new newer newest
note | notation notice notify notification
nucleus nuclei | nuclear
number | numerical numeric numerous
obey | obedience obedient
odd | oddly
offend | offence offense offensive
office | official officer
oil | oily
old older oldest elder
oppose | opponent opposition opposite
optimum | optimise optimal optimisation
overcome overcame
oversee oversaw overseen | oversight
own | owner ownership
ox oxen
part | partial partition
partake partook partaken | participation participant participate
pay paid paying | payment payer
penny pence
persist | persistence persistent
person people persons | personal personality personify personalise
phenomenon phenomena
phone telephone | phonetic
photo photograph
piano | pianist
picture | pictorial
poem | poet poetic poetry
poland | polish
pole | polar
poor poorer | poverty
potent | potency potential
practice practise
prepare | preparation preparatory
president | presidential presidency
pretend | pretense pretence
prevail | prevalence prevalent
price prices priced pricing
prior | priority prioritise
private | privacy
proceed | procedure process
professor prof
profound | profundity
proud | pride
prove proof proven
public | publish publication publisher
pure | purity purify
pursue | pursuit
put putting
quantity | quantitative
quit quitting
race | racial racist racism
rare | rarity
read reading | reader
real | reality
rebuild rebuilt
receive | reception recipient receipt
register | registration registry registrant
regulate | regulation regulatory regulator
relieve | relief
remember | remembrance
repeat | repetition repetitive
residence | residential reside resident
respire | respiration respiratory
rethink rethought
reveal | revelation
revolt | revolution revolutionary
rewrite rewrote rewritten
ride rode ridden
ring rang rung
rise rose risen
rob | robber robbery
romance | romantic
rome | roman
rule | ruler
run ran running | runner
russia | russian
sad | sadness sadly
safe safer safest | safety
satisfy | satisfaction satisfactory
save | saver savior
say said saying
scheme | schematic
school | scholastic scholar
science | scientist scientific
see saw seen | sight
seek sought
self selves
sell sold selling | sale seller
send sent | sender
sense | sensor sensible sensitive sensation sensory
sequence | sequential
set setting
sex | sexual
shake shook shaken
shame | ashamed
shelf shelves
shine shone
shoot shot
short | shortage
show shown showed
shrink shrank shrunk
shut shutting
sign | signature signify
silence | silent
simple | simply simplicity simplify
sin | sinner
sing sang sung | song singer
single | singly
sink sank sunk
sit sat sitting | seat
sleep slept | asleep
slide slid
smell smelt
social | society
space | spatial spacious
spain | spanish
speak spoke spoken speaking | speech speaker
speed | speedy
spell spelt
spend spent
spill spilt
spin spun
spirit | spiritual
spoil spoilt
spring sprang sprung
stand stood | stance standard
steal stole stolen | theft
stick stuck
stimulus stimuli | stimulate
sting stung
stink stank stunk
strike struck
strive strove striven
strong stronger strongest | strength strengthen
substance | substantial
suburb | suburban
succeed | success successful
sue | suit
suffice | sufficient
sun | sunny
surface | superficial
suspect | suspicion suspicious
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
sympathy | sympathetic
symptom | symptomatic
synthesis | synthetic
system | systematic systemic
table | tabulate
take took taken taking
tax | taxation taxable
teach taught | teacher
team | teamster
tear tore torn
technique | technical technician technology
technology tech
television tv telly
tell told
tense | tension
term | terminology
terror | terrify
testify | testimony testimonial
theme | thematic
therapy | therapist therapeutic
thesis theses
thief thieves
think thought thinking | thinker
throw threw thrown
time | timer
tire tyre
tone | tonal
tooth teeth
tour | tourism tourist
tread trod trodden
trial | try
true | truth truthful truly
type | typify typical
undergo underwent undergone
understand understood understanding
undertake undertook undertaken
unite | union unity unify
university uni
upset upsetting
urge | urgent urgency
use used using uses | usage useful user usable utilise utilize
vary | variety various variation
voice | vocal
volume | voluminous
volunteer | voluntary
vote | voter
wake woke woken
war wars | warfare warrior
warm warmer | warmth
wear wore worn
weave wove woven
weep wept
weigh | weight
wide wider widest | width
wife wives
win won winning | winner
wind wound
winter | wintry
wise | wisdom
withdraw withdrew withdrawn
withhold withheld
wolf wolves
woman women
wonder | wondrous
write wrote written writing | writer
young younger youngest | youth
`;

/** The families of a word, each by its first word. */
export interface IrregularFamilies {
  /** The families of which it is a form. */
  readonly inflection: readonly string[];
  /** The families of which it is a form or a derived word. */
  readonly family: readonly string[];
}

/**
 * By word. Also by the stem of a family's first word, so that "satisfied" is found by "satisfy", and by the stems of derived
 * words, so that "choices" is found by "choice".
 */
export const IRREGULAR_WORDS: ReadonlyMap<string, IrregularFamilies> = familiesByWord();

/** The first form of an irregular word, such as "lose" for "lost"; null for a regular word. */
export function irregularHead(word: string): string | null {
  return IRREGULAR_WORDS.get(word)?.inflection[0] ?? null;
}

/** The forms of an irregular word, such as "child" and "children"; none of a regular word. */
export function irregularForms(word: string): readonly string[] {
  const heads = IRREGULAR_WORDS.get(word)?.inflection ?? [];
  if (heads.length === 0) return [];
  return [...IRREGULAR_WORDS]
    .filter(([, { inflection }]) => inflection.some((head) => heads.includes(head)))
    .map(([form]) => form);
}

function familiesByWord(): Map<string, IrregularFamilies> {
  const families = new Map<string, IrregularFamilies>();
  const add = (word: string, head: string, isForm: boolean): void => {
    const { inflection, family } = families.get(word) ?? { inflection: [], family: [] };
    families.set(word, { inflection: isForm ? [...inflection, head] : inflection, family: [...family, head] });
  };
  for (const line of FAMILIES.trim().split("\n")) {
    const [forms = [], derived = []] = line.split(" | ").map((part) => part.split(" "));
    const head = forms[0] as string;
    for (const word of forms) add(word, head, true);
    const made = new Set([stem(head), ...derived.flatMap((each) => [each, stem(each)])]);
    for (const word of made) if (!forms.includes(word)) add(word, head, false);
  }
  return families;
}
