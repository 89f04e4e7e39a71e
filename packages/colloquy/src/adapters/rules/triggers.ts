/** A verb that states a relation between its subject and its object. */
export interface Trigger {
  readonly type: string;
  /** Words that must follow: "lead" + "to". Empty for a direct object. */
  readonly particles: readonly string[];
  readonly confidence: number;
  /** Whether the object is the source: "a budget includes wages" makes wages part of the budget. */
  readonly isInverted?: boolean;
}

const direct = (type: string, confidence: number, lemmas: string): [string, Trigger[]][] =>
  lemmas.split(" ").map((lemma) => [lemma, [{ type, particles: [], confidence }]]);

/** Active verbs by lemma; a passive with "by" is read the other way round. */
export const TRIGGERS: ReadonlyMap<string, readonly Trigger[]> = new Map<string, readonly Trigger[]>([
  ["lead", [{ type: "LEADS_TO", particles: ["to"], confidence: 0.75 }]],
  ["result", [{ type: "LEADS_TO", particles: ["in"], confidence: 0.75 }]],
  ["contribute", [{ type: "INFLUENCES", particles: ["to"], confidence: 0.65 }]],
  ["rely", [{ type: "REQUIRES", particles: ["on", "upon"], confidence: 0.7 }]],
  ["depend", [{ type: "REQUIRES", particles: ["on", "upon"], confidence: 0.7 }]],
  ["call", [{ type: "REQUIRES", particles: ["for"], confidence: 0.6 }]],
  ["consist", [{ type: "IS_PART_OF", particles: ["of"], confidence: 0.65, isInverted: true }]],
  ["focus", [{ type: "RELATES_TO", particles: ["on"], confidence: 0.6 }]],
  ["relate", [{ type: "RELATES_TO", particles: ["to"], confidence: 0.6 }]],
  ["refer", [{ type: "RELATES_TO", particles: ["to"], confidence: 0.6 }]],
  ["apply", [{ type: "RELATES_TO", particles: ["to"], confidence: 0.6 }]],
  ["deal", [{ type: "RELATES_TO", particles: ["with"], confidence: 0.6 }]],
  ["belong", [{ type: "IS_PART_OF", particles: ["to"], confidence: 0.6 }]],
  ["include", [{ type: "IS_PART_OF", particles: [], confidence: 0.65, isInverted: true }]],
  ["contain", [{ type: "IS_PART_OF", particles: [], confidence: 0.65, isInverted: true }]],
  ["comprise", [{ type: "IS_PART_OF", particles: [], confidence: 0.65, isInverted: true }]],
  ["invest", [{ type: "RELATES_TO", particles: ["in"], confidence: 0.6 }]],
  ["struggle", [{ type: "RELATES_TO", particles: ["with"], confidence: 0.6 }]],
  ["suffer", [{ type: "RELATES_TO", particles: ["from"], confidence: 0.6 }]],
  ["collaborate", [{ type: "RELATES_TO", particles: ["with"], confidence: 0.6 }]],
  ["correlate", [{ type: "RELATES_TO", particles: ["with"], confidence: 0.7 }]],
  ["benefit", [{ type: "OPTIMIZES", particles: ["from"], confidence: 0.65, isInverted: true }]],
  ["stem", [{ type: "LEADS_TO", particles: ["from"], confidence: 0.65, isInverted: true }]],
  ["interfere", [{ type: "REDUCES", particles: ["with"], confidence: 0.65 }]],
  ["protect", [{ type: "REDUCES", particles: ["against"], confidence: 0.65 }]],
  ["hinge", [{ type: "REQUIRES", particles: ["on", "upon"], confidence: 0.65 }]],
  ["thrive", [{ type: "REQUIRES", particles: ["on"], confidence: 0.6 }]],
  ...direct("CAUSES", 0.7, "cause trigger create generate induce provoke breed"),
  ...direct(
    "REDUCES",
    0.7,
    "reduce decrease lower diminish minimise minimize alleviate mitigate lessen prevent limit weaken disrupt impair hinder inhibit suppress relieve ease dampen erode shorten stifle slow curb cut",
  ),
  ...direct(
    "INFLUENCES",
    0.7,
    "affect influence determine impact shape drive undermine increase raise delay change accelerate worsen exacerbate harm damage threaten hurt amplify stimulate fuel heighten intensify prolong",
  ),
  ...direct("OPTIMIZES", 0.7, "improve optimise optimize boost enhance strengthen sharpen deepen"),
  ...direct("ENABLES", 0.65, "enable allow facilitate encourage promote foster support help"),
  ...direct(
    "RELATES_TO",
    0.55,
    "use address involve represent cover face govern regulate fund oversee replace reflect",
  ),
  ...direct("REQUIRES", 0.65, "require need"),
]);

/** Words for a necessary thing: "essential for", "a prerequisite of". */
export const NEED_WORDS =
  /^(?:essential|necessary|vital|crucial|critical|needed|required|fundamental|indispensable|prerequisite|prerequisites|precondition|preconditions)$/;

/** Participles with a preposition, with or without "be": "noise associated with age". */
export const PARTICIPLES: ReadonlyMap<string, { readonly prepositions: readonly string[]; readonly type: string }> =
  new Map([
    ["associated", { prepositions: ["with"], type: "RELATES_TO" }],
    ["related", { prepositions: ["to"], type: "RELATES_TO" }],
    ["linked", { prepositions: ["to", "with"], type: "RELATES_TO" }],
    ["connected", { prepositions: ["to", "with"], type: "RELATES_TO" }],
    ["tied", { prepositions: ["to"], type: "RELATES_TO" }],
    ["correlated", { prepositions: ["with"], type: "RELATES_TO" }],
    ["dependent", { prepositions: ["on", "upon"], type: "REQUIRES" }],
    ["reliant", { prepositions: ["on", "upon"], type: "REQUIRES" }],
    ["based", { prepositions: ["on", "upon"], type: "REQUIRES" }],
  ]);

/** Verbs after which "noun phrase + verb" is a clause of its own: "I think | stress affects sleep". */
export const COMPLEMENT_VERBS: ReadonlySet<string> = new Set(
  "think say know believe guess mean feel suppose find hope assume show argue suggest hear understand recognise recognize see ensure realise realize agree note notice claim bet imagine tell expect indicate demonstrate imply prove confirm acknowledge".split(
    " ",
  ),
);

/** Verbs that connect two proper names, without a narrower relation of the ontology. */
export const NAME_VERBS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    "acquired acquires bought buys sued sues joined joins hired hires founded founds funded funds owns owned leads led chairs chaired runs ran visited visits married advises advised beat beats",
    "partnered|with partners|with merged|with merges|with worked|with worked|for worked|at works|with works|for works|at invested|in invests|in competes|with competed|with collaborated|with met|with",
    "supplies|to supplied|to sold|to sells|to",
  ]
    .join(" ")
    .split(" ")
    .map((entry) => entry.split("|"))
    .reduce(
      (map, [verb = "", preposition = ""]) => map.set(verb, [...(map.get(verb) ?? []), preposition]),
      new Map<string, string[]>(),
    ),
);
