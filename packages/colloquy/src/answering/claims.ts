import { type EntityRow, type Evidence, relationText } from "../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext } from "../ports/index.ts";
import {
  byPlace,
  claimOf,
  contradictionsIn,
  labelsIn,
  matchedRarity,
  POSITIONS,
  type Rarity,
  saidSentences,
  speakersOfLabels,
  type SupportedClaim,
} from "../retrieval/index.ts";
import { statementText } from "../summarising/index.ts";

/** Words with what extractions conclude from them. */
export interface StatedWords {
  readonly evidence: Evidence;
  readonly statements: readonly string[];
}

/** Two pieces of words that say the contrary of each other. */
export interface OpposedWords {
  readonly statements: readonly string[];
  readonly sides: readonly [StatedWords, StatedWords];
}

/** The words about some entities, the best first. */
export interface ClaimedWords {
  readonly opposed: readonly OpposedWords[];
  readonly stated: readonly StatedWords[];
}

type Reader = Pick<
  GraphReader,
  "relationshipsInContext" | "mentionsInContext" | "speech" | "findEntities" | "speakUnder"
>;

/** What is read of each entity. */
const READ = { relationships: 60, evidence: 8, statements: 20, mentions: 12 } as const;
/** Pieces of evidence of one claim: another speaker may say it in clearer words. */
const PIECES_OF_A_CLAIM = 2;
/** Sentences of an entity with few claims: rules find few. */
const SENTENCES = { fewClaims: 2, most: 2, least: 60, longest: 400 } as const;

export interface ClaimOptions extends ReadOptions {
  readonly rarity: Rarity;
  /** The most claims of an entity. */
  readonly most: number;
  readonly isWanted: EvidenceTest;
}

/** Selects evidence by file and speaker. */
export type EvidenceTest = (evidence: Evidence) => boolean;

/**
 * Reads the claims about entities, and sentences that mention those with few claims. It takes at most three store calls for
 * an entity, and two more.
 */
export async function claimsAbout(
  graph: Reader,
  entities: readonly Pick<EntityRow, "id" | "type">[],
  { rarity, most, isWanted, ...options }: ClaimOptions,
): Promise<ClaimedWords> {
  const read = await Promise.all(entities.map((entity) => relationshipsOf(graph, entity, options)));
  const wanted = read.map((relationships) =>
    relationships.map((each) => ({ ...each, evidence: each.evidence.filter((row) => isWanted(row.evidence)) })),
  );
  const unique = new Map(wanted.flat().map((each) => [each.relationship.id, each]));
  const relationships = [...unique.values()].filter(({ evidence }) => evidence.length > 0);
  const labels = relationships.flatMap(({ evidence }) => labelsIn(evidence));
  const speakerOf = await speakersOfLabels(graph, labels, options);
  const claims = relationships.flatMap((each) => claimOf(each, speakerOf) ?? []);
  const ids = new Set(entities.map(({ id }) => id));
  const ranked = claims
    .map((claim) => ({ claim, worth: worth(claim, rarity, ids) }))
    .toSorted((one, other) => other.worth - one.worth)
    .map(({ claim }) => claim);
  const stated = mostOfEach(ranked, ids, most).flatMap(wordsOf);
  const sparse = entities.filter(({ id }) => claims.filter((claim) => isAbout(claim, id)).length < SENTENCES.fewClaims);
  const sentences = await Promise.all(sparse.map((entity) => sentencesAbout(graph, entity, { ...options, isWanted })));
  return { opposed: opposedIn(claims), stated: [...stated, ...sentences.flat()] };
}

async function relationshipsOf(
  graph: Reader,
  { id, type }: Pick<EntityRow, "id" | "type">,
  options: ReadOptions,
): Promise<readonly RelationshipInContext[]> {
  const [relationships, speech] = await Promise.all([
    graph.relationshipsInContext([id], {
      ...options,
      limit: READ.relationships,
      evidence: { limit: READ.evidence },
    }),
    type === "Person" ? graph.speech(id, { ...options, limit: READ.statements, evidence: PIECES_OF_A_CLAIM }) : null,
  ]);
  return [...(speech?.statements ?? []), ...relationships];
}

function isAbout({ source, target, polarity, count }: SupportedClaim, id: string): boolean {
  return (source.id === id || target.id === id) && count > polarity.implied;
}

/** Claims between the given entities, then claims with rare words of the question, then claims that are said often. */
function worth(claim: SupportedClaim, rarity: Rarity, entities: ReadonlySet<string>): number {
  const ends = [claim.source.id, claim.target.id].filter((id) => entities.has(id)).length;
  const words = `${claim.source.name} ${claim.target.name} ${claim.evidence?.text ?? ""}`;
  return 3 * ends + matchedRarity(words, rarity) + Math.log(1 + claim.count);
}

/** Leaves claims out if all of their entities have the most claims already, so that one entity does not take all room. */
function mostOfEach(
  claims: readonly SupportedClaim[],
  entities: ReadonlySet<string>,
  most: number,
): readonly SupportedClaim[] {
  const counts = new Map<string, number>();
  return claims.filter(({ source, target }) => {
    const ends = [source.id, target.id].filter((id) => entities.has(id));
    if (ends.every((id) => (counts.get(id) ?? 0) >= most)) return false;
    for (const id of ends) counts.set(id, (counts.get(id) ?? 0) + 1);
    return true;
  });
}

/** The explicit evidence of a claim, of different speakers. Words that only imply it are no ground for a sentence. */
function wordsOf({ source, type, target, rows, evidence: best }: SupportedClaim): readonly StatedWords[] {
  const explicit = rows.map(({ evidence }) => evidence).filter(({ polarity }) => polarity !== "implied");
  const first = best !== null && best.polarity !== "implied" ? [best] : [];
  const bySpeaker = new Map(
    [...first, ...explicit].map((evidence) => [`${evidence.file} ${evidence.speaker}`, evidence]),
  );
  const chosen = [...first, ...bySpeaker.values()].filter((each, index, all) => all.indexOf(each) === index);
  return chosen
    .slice(0, PIECES_OF_A_CLAIM)
    .map((evidence) => ({ evidence, statements: [statementText(source.name, type, target.name, evidence)] }));
}

/** Contradictions, and people who advocate and oppose the same thing. */
function opposedIn(claims: readonly SupportedClaim[]): readonly OpposedWords[] {
  const contradictions = contradictionsIn(claims).map(({ claims: both, evidence: [first, second] }): OpposedWords => {
    const side = (words: Evidence): StatedWords => {
      const own = both.find(({ evidence }) => evidence !== null && byPlace(evidence, words) === 0) ?? both[0];
      return own === undefined ? { evidence: words, statements: [] } : stated(own, words);
    };
    return { statements: both.map(relationText), sides: [side(first), side(second)] };
  });
  return [...contradictions, ...opposedPositions(claims)];
}

function opposedPositions(claims: readonly SupportedClaim[]): readonly OpposedWords[] {
  const positions = claims.filter(({ type, evidence }) => POSITIONS.has(type) && evidence !== null);
  const byTarget = Map.groupBy(positions, ({ target }) => target.id);
  return [...byTarget.values()].flatMap((of) => {
    const [against, infavour] = [true, false].map((isAgainst) => of.filter((claim) => opposes(claim) === isAgainst));
    const one = infavour?.[0];
    const other = against?.find(({ source }) => source.id !== one?.source.id);
    if (one?.evidence == null || other?.evidence == null) return [];
    const sides = [stated(one, one.evidence), stated(other, other.evidence)] as const;
    return [{ statements: [relationText(one), relationText(other)], sides }];
  });
}

function opposes({ type, polarity }: SupportedClaim): boolean {
  return (type === "OPPOSES") !== polarity.negated > polarity.stated;
}

function stated(claim: Pick<SupportedClaim, "source" | "type" | "target">, evidence: Evidence): StatedWords {
  return { evidence, statements: [statementText(claim.source.name, claim.type, claim.target.name, evidence)] };
}

/** Sentences that mention an entity, of different files first. */
async function sentencesAbout(
  graph: Reader,
  { id }: Pick<EntityRow, "id">,
  { isWanted, ...options }: ReadOptions & { readonly isWanted: EvidenceTest },
): Promise<readonly StatedWords[]> {
  const mentions = await graph.mentionsInContext(id, { ...options, limit: READ.mentions });
  const found = saidSentences(mentions).filter(
    (sentence) =>
      isWanted(sentence) && sentence.text.length >= SENTENCES.least && sentence.text.length <= SENTENCES.longest,
  );
  const byFile = new Map(found.map((sentence) => [sentence.file, sentence]));
  return [...new Set([...byFile.values(), ...found])]
    .slice(0, SENTENCES.most)
    .map((evidence) => ({ evidence: { ...evidence, polarity: "stated" }, statements: [] }));
}
