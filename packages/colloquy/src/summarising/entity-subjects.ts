import type { EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext } from "../ports/index.ts";
import { bestOf } from "../retrieval/index.ts";
import { type CitedEvidence, statementText, type SummarySubject, summarySubject } from "./subject.ts";

/** The most relationships, statements of a person, and quotes that a summary is made from. */
const MOST = { relationships: 16, statements: 12, quotes: 6, evidence: 30 } as const;
/** Pieces of evidence from which the best of a relationship is taken. */
const EVIDENCE_READ = 5;
/** Less evidence needs no summary: a reader sees it at a glance. */
const LEAST = { evidence: 3, chunks: 2 } as const;
const ENTITIES_PER_PAGE = 100;

type Reader = Pick<GraphReader, "entities" | "relationshipsInContext" | "quotes" | "speech">;

/**
 * Reads the most mentioned entities with enough evidence for a summary: at most `limit` of them.
 * @param onEntity called before each entity is read; it may throw to end the reading.
 */
export async function entitySubjects(
  graph: Reader,
  limit: number,
  onEntity: () => void,
): Promise<readonly SummarySubject[]> {
  const subjects: SummarySubject[] = [];
  for (let last: EntityRow | undefined; subjects.length < limit;) {
    const after = last === undefined ? {} : { after: { mentions: last.mentions, name: last.name, id: last.id } };
    const page: readonly EntityRow[] = await graph.entities({ ...after, limit: ENTITIES_PER_PAGE });
    for (const entity of page) {
      // The entities that follow have no more mentions.
      if (entity.mentions < LEAST.chunks || subjects.length >= limit) return subjects;
      onEntity();
      const subject = await entitySubject(graph, entity);
      if (subject !== null) subjects.push(subject);
    }
    last = page.at(-1);
    if (page.length < ENTITIES_PER_PAGE) break;
  }
  return subjects;
}

/** An entity with the evidence for its summary; null if there is too little. It takes at most three store calls. */
export async function entitySubject(
  graph: Reader,
  { id, name, type, aliases }: EntityRow,
  options: ReadOptions = {},
): Promise<SummarySubject | null> {
  const [relationships, quotes, speech] = await Promise.all([
    graph.relationshipsInContext([id], {
      ...options,
      limit: MOST.relationships,
      evidence: { limit: EVIDENCE_READ },
    }),
    graph.quotes({ ...options, limit: MOST.quotes, of: id }),
    type === "Person" ? graph.speech(id, { ...options, limit: MOST.statements, evidence: 1 }) : null,
  ]);
  const evidence = [
    ...[...relationships, ...(speech?.statements ?? [])].flatMap(citedClaim),
    ...quotes.map(({ quote }) => ({ evidence: quote.evidence, statements: [] })),
  ].slice(0, MOST.evidence);
  const entity = { name, type, aliases: aliases.map((alias) => alias.name) };
  const subject = summarySubject({ kind: "entity", id, entity }, evidence);
  const chunks = new Set(subject.evidence.map((each) => each.evidence.chunk));
  return subject.evidence.length < LEAST.evidence || chunks.size < LEAST.chunks ? null : subject;
}

/** The best evidence of a relationship. Evidence that is only implied is no ground for a sentence. */
function citedClaim({ relationship, source, target, evidence: rows }: RelationshipInContext): readonly CitedEvidence[] {
  if (source === null || target === null) return [];
  const evidence = bestOf(rows, [source, target]);
  if (evidence === null || evidence.polarity === "implied") return [];
  return [{ evidence, statements: [statementText(source.name, relationship.type, target.name, evidence)] }];
}
