// The calls that every client is measured with: 1,500 tokens of instructions and ten passages, up to 4,000 tokens back.
// The provider answers with about 220 tokens a passage. No two prompts are alike, and a seed gives the same ones anywhere.

/** A call as any client of a chat model can send it, and the labels of the passages that its reply has to answer. */
export interface WorkloadCall {
  readonly system: string;
  readonly prompt: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
  readonly labels: readonly string[];
}

/** One passage of a call. */
export interface Passage {
  readonly label: string;
  readonly text: string;
}

export const PASSAGES_A_CALL = 10;
export const MAX_OUTPUT_TOKENS = 4000;
const INSTRUCTION_CHARACTERS = 6000;
const PASSAGE_CHARACTERS = { least: 1600, most: 2000 };

const NAMES = ["Ada Abbot", "Zoe Quist", "Omar Reyes", "Lena Vogt"];
const THINGS = ["sleep", "training", "noise", "the remote control", "the budget", "daylight", "walking", "the review"];
const VERBS = ["reduces", "leads to", "enables", "requires", "causes"];
const FILLERS = ["as far as we saw", "in the second week", "for most of us", "and nobody was surprised", "I would say"];

const RULE = "Name each passage by its label, quote word for word, leave out what the passage does not say. ";

export const INSTRUCTIONS = RULE.repeat(Math.ceil(INSTRUCTION_CHARACTERS / RULE.length)).slice(
  0,
  INSTRUCTION_CHARACTERS,
);

const text = (maxLength: number): object => ({ type: "string", maxLength });

export const SCHEMA: WorkloadCall["schema"] = {
  type: "object",
  additionalProperties: false,
  required: ["passages"],
  properties: {
    passages: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["label", "relations"],
        properties: {
          label: text(16),
          relations: {
            type: "array",
            maxItems: 20,
            items: {
              type: "object",
              additionalProperties: false,
              required: ["source", "type", "target", "evidence"],
              properties: { source: text(120), type: text(60), target: text(120), evidence: text(400) },
            },
          },
        },
      },
    },
  },
};

export function workload(seed: number, calls: number): WorkloadCall[] {
  return Array.from({ length: calls }, (_, index) => workloadCall(passagesOf(seed, index)));
}

/** The call that asks for these passages. */
export function workloadCall(passages: readonly Passage[]): WorkloadCall {
  return {
    system: INSTRUCTIONS,
    prompt: passages.map(({ label, text }) => `[${label}]\n${text}`).join("\n\n"),
    schema: SCHEMA,
    maxOutputTokens: Math.round((MAX_OUTPUT_TOKENS / PASSAGES_A_CALL) * passages.length),
    labels: passages.map(({ label }) => label),
  };
}

/** The passages of one call: talk of the length that chunks have. */
export function passagesOf(seed: number, index: number): Passage[] {
  const random = randomNumbers(seed * 1_000_003 + index);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? "";
  return Array.from({ length: PASSAGES_A_CALL }, (_, place) => {
    const length = PASSAGE_CHARACTERS.least + random() * (PASSAGE_CHARACTERS.most - PASSAGE_CHARACTERS.least);
    let said = `${pick(NAMES)}: This is passage ${index * PASSAGES_A_CALL + place} of talk ${seed}.`;
    while (said.length < length) said += ` ${pick(THINGS)} ${pick(VERBS)} ${pick(THINGS)}, ${pick(FILLERS)}.`;
    return { label: `p${place + 1}`, text: said };
  });
}

/** Numbers in [0, 1) that a seed gives (mulberry32, Tommy Ettinger). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
