/**
 * Words that no rule of endings brings together, one family a line: before the bar the forms of one word and its
 * spellings, behind it words that are made of it. A word may belong to several families.
 */
const FAMILIES = `
able | ability
act | action actor active activity
add adds added adding | addition additional
advertisement advert ad
advise | advice
aging ageing
agree agreed agreeing | agreement
analysis analyses
app application
appendix appendices
arise arose arisen
awake awoke awaken
axis axes
bacterium bacteria
bad worse worst
basis bases
bear bore borne | birth
beat beaten
become became
begin began begun beginning
believe | belief
bend bent
big bigger biggest
bind bound
bite bit bitten
bleed bled | blood
blow blew blown
break broke broken | breakage
breathe | breath
breed bred
bring brought
build built building
burn burnt
bus buses
buy bought | buyer
catch caught
cheque check
child children | childhood
choose chose chosen choosing | choice
cling clung
come came
cost | costly
creep crept
crisis crises
criterion criteria
curriculum curricula
cut cutting
datum data
deal dealt
deep deeper deepest | depth
destroy | destruction destructive
die died dying dead | death
dig dug
do did done doing | deed
doctor dr
draw drew drawn drawing
dream dreamt
drink drank drunk
drive drove driven driving | driver
ease easy easier easiest easily
eat ate eaten
exam examination
fall fell fallen
far farther further farthest furthest
feed fed | food
feel felt feeling
few fewer fewest
fight fought
find found finding | finder
flee fled
flu influenza
fly flew flown | flight
foot feet
forbid forbade forbidden
foresee foresaw foreseen | foresight
forget forgot forgotten
forgive forgave forgiven | forgiveness
formula formulae
free freer | freedom
freeze froze frozen
friend | friendly friendship
gas gases
get got gotten
give gave given | gift
go went gone going
good better best
goose geese
govern | government
gray grey
grind ground grinding
grow grew grown | growth
half halves
hang hung
hear heard hearing
hide hid hidden
high higher highest | height
hit hitting
hold held
hot hotter hottest | heat
hypothesis hypotheses
index indices
information info
keep kept
king | kingdom
kneel knelt
knife knives
know knew known knowing | knowledge
lab laboratory
laugh | laughter
lay laid
lead led leading | leader leadership
leaf leaves
lean leant
leap leapt
learn learnt
leave left leaving
lend lent | loan
lie lay lain
life lives | live living alive
light lit
long longer longest | length
lose lost losing | loss loser
low lower lowest
make made making | maker
man men
mathematics maths math
matrix matrices
mean meant meaning
medium media
meet met meeting
microphone mic mike
mislead misled
misunderstand misunderstood
mother mom mum
mouse mice
new newer newest
nucleus nuclei
oil | oily
old older oldest elder
overcome overcame
oversee oversaw overseen | oversight
ox oxen
partake partook partaken | participation participant participate
pay paid paying | payment payer
penny pence
person people persons
phenomenon phenomena
phone telephone
photo photograph
poor poorer | poverty
practice practise
price prices priced pricing
professor prof
prove proof proven
put putting
quit quitting
read reading | reader
real | reality
rebuild rebuilt
rethink rethought
rewrite rewrote rewritten
ride rode ridden
ring rang rung
rise rose risen
run ran running | runner
say said saying
see saw seen | sight
seek sought
self selves
sell sold selling | sale seller
send sent | sender
set setting
shake shook shaken
shelf shelves
shine shone
shoot shot
short | shortage
show shown showed
shrink shrank shrunk
shut shutting
sing sang sung | song singer
sink sank sunk
sit sat sitting | seat
sleep slept | asleep
slide slid
smell smelt
speak spoke spoken speaking | speech speaker
spell spelt
spend spent
spill spilt
spin spun
spoil spoilt
spring sprang sprung
stand stood
steal stole stolen | theft
stick stuck
stimulus stimuli
sting stung
stink stank stunk
strike struck
strive strove striven
strong stronger strongest | strength strengthen
succeed | success successful
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken taking
teach taught | teacher
tear tore torn
technology tech
television tv telly
tell told
thesis theses
thief thieves
think thought thinking | thinker
throw threw thrown
tire tyre
tooth teeth
tread trod trodden
true | truth truthful
undergo underwent undergone
understand understood understanding
undertake undertook undertaken
university uni
upset upsetting
use used using uses | usage useful user usable utilise utilize
wake woke woken
war wars | warfare
warm warmer | warmth
wear wore worn
weave wove woven
weep wept
weigh | weight
wide wider widest | width
wife wives
win won winning | winner
wind wound
wise | wisdom
withdraw withdrew withdrawn
withhold withheld
wolf wolves
woman women
write wrote written writing | writer
young younger youngest | youth
`;

/** The families of a word, each by its first word. */
export interface IrregularFamilies {
  /** Those of which it is a form. */
  readonly inflection: readonly string[];
  /** Those of which it is a form, or is made. */
  readonly family: readonly string[];
}

export const IRREGULAR_WORDS: ReadonlyMap<string, IrregularFamilies> = familiesByWord();

/** The forms of an irregular word, such as "child" and "children"; none of others. */
export function irregularForms(word: string): readonly string[] {
  const heads = IRREGULAR_WORDS.get(word)?.inflection ?? [];
  if (heads.length === 0) return [];
  return [...IRREGULAR_WORDS]
    .filter(([, { inflection }]) => inflection.some((head) => heads.includes(head)))
    .map(([form]) => form);
}

function familiesByWord(): Map<string, IrregularFamilies> {
  const families = new Map<string, IrregularFamilies>();
  for (const line of FAMILIES.trim().split("\n")) {
    const [forms = [], derived = []] = line.split(" | ").map((part) => part.split(" "));
    const head = forms[0] as string;
    for (const word of [...forms, ...derived]) {
      const { inflection, family } = families.get(word) ?? { inflection: [], family: [] };
      families.set(word, {
        inflection: forms.includes(word) ? [...inflection, head] : inflection,
        family: [...family, head],
      });
    }
  }
  return families;
}
