import type { Claim, Evidence, Polarity } from "colloquy/api";

/** Claims and evidence for tests. An entity has its name as its id. */
export function claim(source: string, type: string, target: string): Claim {
  return {
    ...statement(source, type, target),
    count: 1,
    polarity: counts({ stated: 1 }),
    speakers: [],
    evidence: null,
  };
}

export function statement(source: string, type: string, target: string): Pick<Claim, "source" | "type" | "target"> {
  const end = (name: string) => ({ id: name, name, type: "Concept" });
  return { source: end(source), type, target: end(target) };
}

function counts(some: Partial<Record<Polarity, number>>): Claim["polarity"] {
  return { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0, ...some };
}

export function evidence(some: Partial<Evidence>): Evidence {
  return {
    file: "a.txt",
    chunk: "chunk",
    speaker: "Ann",
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: 10,
    text: "Ten signs.",
    polarity: "stated",
    ...some,
  };
}
