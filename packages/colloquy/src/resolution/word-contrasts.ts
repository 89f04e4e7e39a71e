/** Words of which two in the same place make two things. */
const CONTRASTS: readonly ReadonlySet<string>[] = `
old older young younger new modern
more less fewer
high higher low lower
long longer short shorter middle
big small little
large small little
positive negative neutral
internal external
inner outer
left right
up down
upper lower
front back
top bottom middle main side
male female
man woman men women
boy girl boys girls
mother father mothers fathers
son daughter
brother sister
husband wife
good bad
better worse
best worst
early late
fast slow
hot cold warm cool
wet dry
hard soft easy
easy difficult hard
simple complex complicated advanced
basic complex complicated advanced
regular simple advanced special
strong weak
heavy light
dark light bright
rich poor
public private
local regional national global international
domestic foreign
rural urban
formal casual
active passive
mental physical emotional social
major minor
increase increasing increased decrease decreasing decreased reduction reducing reduced
gain loss gaining losing
rise fall drop rising falling
growth decline growing declining
success failure
start end stop starting ending stopping
open closed opening closing
buying selling buyer seller
pushing pulling push pull
input output
import export imports exports
supply demand
cause causes effect effects
question questions answer answers
problem problems solution solutions
risk risks benefit benefits reward rewards
strength strengths weakness weaknesses
acute chronic
primary secondary tertiary elementary
maximum minimum
majority minority
north south east west northern southern eastern western
spring summer autumn fall winter
morning afternoon evening night bedtime
day night
daily weekly monthly quarterly yearly annual
child children adult adults parent parents
student students teacher teachers
patient patients doctor doctors
employee employees employer employers
producer producers consumer consumers
teaching learning
winner loser winners losers
war peace
love hate
life death
theory practice
before after during
junior senior
red green blue yellow black white brown grey gray pink purple orange
mon monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
`
  .trim()
  .split("\n")
  .map((line) => new Set(line.split(" ")));

/** Prefixes that turn a word into another thing. */
const PREFIX =
  /^(?:anti|auto|bi|co|counter|de|dis|ex|extra|hyper|hypo|il|im|in|inter|intra|ir|macro|micro|mid|mini|mis|mono|multi|neo|non|over|para|post|pre|pro|pseudo|re|semi|sub|super|trans|ultra|un|under)-?$/;

/** Whether two words contrast: "older" and "younger", "formal" and "informal". */
export function areOpposite(one: string, other: string): boolean {
  if (CONTRASTS.some((words) => words.has(one) && words.has(other))) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.endsWith(short) && PREFIX.test(long.slice(0, -short.length));
}

/** Numbers, ordinals, and words that count or deny. */
const EXACT = new Set(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion " +
    "first second third fourth fifth sixth seventh eighth ninth tenth last next previous former latter other another same " +
    "once twice single double triple half quarter both neither all some none no not without only"
  ).split(" "),
);

/** Whether each value of a word makes another thing: numbers, single letters, "no". */
export function isExact(word: string): boolean {
  return EXACT.has(word) || /\d/.test(word) || word.length < 2;
}
