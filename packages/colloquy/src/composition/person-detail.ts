import type { Evidence } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { type EntityReference, referenceTo } from "./entity-reference.ts";

/** Somebody who speaks in a thousand conversations speaks about everything: what is most said is enough to show. */
const MOST_SHOWN = 100;
const MOST_EVIDENCE = 3;
const EVIDENCE_A_PAGE = 50;

/** What a person speaks about. */
export interface TopicDetail extends EntityReference {
  /** How often the person mentions it. */
  readonly mentions: number;
  /** The first places where the person does, at most three. */
  readonly evidence: readonly Evidence[];
}

/** A relation that a person states, denies, asks about or supposes. */
export interface StatementDetail {
  readonly source: EntityReference;
  readonly type: string;
  readonly target: EntityReference;
  readonly confidence: number;
  /** The person's words, at most the first three pieces. */
  readonly evidence: readonly Evidence[];
}

export async function describeTopics(graph: GraphReader, person: string): Promise<readonly TopicDetail[]> {
  const details: TopicDetail[] = [];
  for (const { entity, mentions } of await graph.topics(person, { limit: MOST_SHOWN })) {
    const places = await graph.mentions(entity.id, { limit: MOST_EVIDENCE, speaker: person });
    details.push({ ...referenceTo(entity), mentions, evidence: places.map(({ evidence }) => evidence) });
  }
  return details;
}

export async function describeStatements(graph: GraphReader, person: string): Promise<readonly StatementDetail[]> {
  const details: StatementDetail[] = [];
  for (const row of await graph.statements(person, { limit: MOST_SHOWN })) {
    const source = await graph.entity(row.source);
    const target = await graph.entity(row.target);
    if (source === null || target === null) continue;
    const { type, confidence } = row;
    const evidence = await firstStated(graph, row.id, person);
    details.push({ source: referenceTo(source), type, target: referenceTo(target), confidence, evidence });
  }
  return details;
}

/** What the two only have in common by being said together is no statement. */
async function firstStated(graph: GraphReader, of: string, speaker: string): Promise<readonly Evidence[]> {
  const found: Evidence[] = [];
  for (let offset = 0; found.length < MOST_EVIDENCE; offset += EVIDENCE_A_PAGE) {
    const rows = await graph.evidence(of, { limit: EVIDENCE_A_PAGE, offset, speaker });
    found.push(...rows.map(({ evidence }) => evidence).filter(({ polarity }) => polarity !== "implied"));
    if (rows.length < EVIDENCE_A_PAGE) break;
  }
  return found.slice(0, MOST_EVIDENCE);
}
