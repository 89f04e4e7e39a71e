import { analyse } from "../analysis/index.ts";
import { cutPassages, type Passage } from "../embedding/index.ts";
import { type AskedType, askedType } from "./asked-type.ts";
import { withoutFileNames } from "./named-transcripts.ts";
import { totalRarity } from "./rarity.ts";
import { type Comparison, passageEvidence, type RatedChunk } from "./relevance.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";
import { typeTest } from "./stated-type.ts";

/** The best chunks whose passages are read. */
const CHUNKS = 20;
/** The standard deviations of similarity that count as much as all words of the question. */
const DEVIATIONS = 6;
/** The least lead at which a passage may be the answer; figures in docs/decisions/retrieval.md. */
const LEAST_LEAD = { byMeaning: 0.5, byWords: -0.1 } as const;

/** A passage that may hold the answer. */
interface Place {
  /** That it is about the question: the share of the question's words, and its similarity. */
  readonly evidence: number;
  readonly statesType: boolean;
  /** The summed rarity of the question's names in it and in the passages beside it. */
  readonly names: number;
}

/**
 * The type of answer that a question demands, if no passage about the question states it: then the transcripts probably
 * do not answer it. Null for other questions. Reads the best chunks; of these, those of the files that the question names.
 * Source: own measurement, docs/decisions/retrieval.md.
 * @param rated the best first.
 * @param files that the question names.
 */
export function unstatedType(
  question: string,
  rated: readonly RatedChunk[],
  comparison: Comparison,
  files: readonly string[],
): AskedType | null {
  const type = askedType(question);
  if (type === null || rated.length === 0) return null;
  const named = rated.filter(({ row }) => files.includes(row.file));
  const scope = (named.length > 0 ? named : rated).slice(0, CHUNKS);
  const places = placesIn(scope, withoutFileNames(question, files), type, comparison);
  const stating = places.filter(({ statesType }) => statesType);
  // Transcripts without capital letters state no names that can be seen.
  if (type === "name" && stating.length === 0) return null;
  const least = comparison.vector === null ? LEAST_LEAD.byWords : LEAST_LEAD.byMeaning;
  return leadOf(stating, places) < least ? type : null;
}

/**
 * How well a passage that states the type answers the question. It is the evidence of the best passage that states the type and
 * has as many names of the question around it as any passage has. From this is subtracted by how much the evidence of the
 * best passage of all exceeds that of the best passage that states the type.
 */
function leadOf(stating: readonly Place[], all: readonly Place[]): number {
  const mostNames = Math.max(0, ...all.map(({ names }) => names));
  const near = stating.filter(({ names }) => names === mostNames);
  return mostEvidence(near) - (mostEvidence(all) - mostEvidence(stating));
}

function placesIn(
  chunks: readonly RatedChunk[],
  asked: string,
  type: AskedType,
  comparison: Comparison,
): readonly Place[] {
  const { rarity } = comparison;
  const terms = [...new Set(analyse(asked))];
  const names = namesIn(asked);
  const states = typeTest(type, asked);
  const all = totalRarity(terms, rarity);
  return chunks.flatMap((chunk) => {
    const turns = spokenTurns(chunk.row);
    const passages = evidentPassages(turns, chunk, comparison);
    const found = passages.map(({ passage }) => new Set(analyse(passage.text)));
    return passages.map(({ passage, above }, index) => {
      const around = new Set([index - 1, index, index + 1].flatMap((at) => [...(found[at] ?? [])]));
      const own = terms.filter((term) => found[index]?.has(term) === true);
      return {
        evidence: (all === 0 ? 0 : totalRarity(own, rarity) / all) + above / DEVIATIONS,
        statesType: states(spokenIn(turns, passage)),
        names: totalRarity(
          names.filter((name) => around.has(name)),
          rarity,
        ),
      };
    });
  });
}

/** All passages of a chunk. Without similarities of its passages, they share the evidence of the chunk. */
function evidentPassages(
  turns: readonly SpokenTurn[],
  chunk: RatedChunk,
  comparison: Comparison,
): readonly { readonly passage: Passage; readonly above: number }[] {
  const evidence = passageEvidence(turns, chunk, comparison);
  const known = evidence.flatMap(({ passage, above }) => (passage === null ? [] : [{ passage, above }]));
  if (known.length > 0) return known;
  const above = Math.max(0, ...evidence.map((each) => each.above));
  return cutPassages(turns).map((passage) => ({ passage, above }));
}

/** The words of a passage without labels. */
function spokenIn(turns: readonly SpokenTurn[], { start, end }: Passage): string {
  return turns
    .slice(start.turn, end.turn + 1)
    .map(({ text }, index) => {
      const turn = start.turn + index;
      return text.slice(turn === start.turn ? start.character : 0, turn === end.turn ? end.character : undefined);
    })
    .join("\n");
}

/** The terms of capitalised words, without the first word and acronyms of up to four letters. */
function namesIn(question: string): readonly string[] {
  const names = question.match(/(?<=\S\s+\P{L}*)\p{Lu}[\p{L}\p{N}'’]*/gu) ?? [];
  return [...new Set(names.filter((name) => !/^\p{Lu}{1,4}$/u.test(name)).flatMap(analyse))];
}

function mostEvidence(places: readonly Place[]): number {
  return places.reduce((most, { evidence }) => Math.max(most, evidence), 0);
}
