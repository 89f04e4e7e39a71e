import {
  compareText,
  type EntityRow,
  type EvidenceRow,
  type MentionRow,
  type RelationshipRow,
  storedMention,
} from "../../../model/index.ts";
import type {
  Annotations,
  ContextOptions,
  EvidencePosition,
  LabelBeside,
  LabelOfPerson,
  RelationshipInContext,
  MentionInContext,
  Page,
  PositionOf,
  QuoteWithSubjects,
  RelationshipPosition,
  Speech,
  SpeechOptions,
  SpokenBy,
} from "../../../ports/index.ts";
import type { ChunkTable } from "./chunk-table.ts";
import type { GraphContext } from "./context.ts";
import type { EntityTable } from "./entity-table.ts";
import type { QuoteOptions, QuoteTable } from "./quote-table.ts";
import type { RelationshipTable } from "./relationship-table.ts";
import { NOTHING_SPOKEN } from "./speech.ts";
import type { Support, SupportTable } from "./support-table.ts";

interface Tables {
  readonly chunks: ChunkTable;
  readonly entities: EntityTable;
  readonly relationships: RelationshipTable;
  readonly mentions: SupportTable;
  readonly evidence: SupportTable;
  readonly quotes: QuoteTable;
}

/** The queries of `GraphReader` over several tables. */
export class GraphReading {
  readonly #context: GraphContext;
  readonly #tables: Tables;

  constructor(context: GraphContext, tables: Tables) {
    this.#context = context;
    this.#tables = tables;
  }

  relationshipsInContext(
    of: readonly string[],
    {
      evidence,
      withdrawn = false,
      explicit = false,
      each = Number.POSITIVE_INFINITY,
      ...page
    }: Page<PositionOf<RelationshipPosition>> & ContextOptions,
  ): readonly RelationshipInContext[] {
    const { relationships, evidence: supporting } = this.#tables;
    const inContext = this.#inContext();
    return listsInTurn(of, page, (entity, { limit, ...rest }) =>
      relationships
        .list({ ...rest, limit: Math.min(limit, each), entity, withdrawn, explicit })
        .map((row) => inContext(entity, row, evidence === undefined ? [] : supporting.of(row.id, evidence))),
    );
  }

  annotations(ids: readonly string[], limit: number): Annotations {
    const { evidence: supporting, mentions, quotes, relationships } = this.#tables;
    const chunks = ids.map((chunk) => ({
      chunk,
      mentions: mentions.inChunk(chunk).slice(0, limit).map(toMentionRow),
      claims: supporting
        .inChunk(chunk)
        .flatMap((support) => {
          const relationship = relationships.get(support.subject);
          return relationship === null || relationship.withdrawn !== undefined
            ? []
            : [{ evidence: toEvidenceRow(support), relationship }];
        })
        .slice(0, limit),
      quotes: quotes.inChunk(chunk).slice(0, limit),
    }));
    const named = chunks.flatMap(({ mentions: own, claims }) => [
      ...own.map(({ entity }) => entity),
      ...claims.flatMap(({ relationship: { source, target } }) => [source, target]),
    ]);
    const entityOf = this.#entities();
    return { chunks, entities: [...new Set(named)].sort(compareText).flatMap((id) => entityOf(id) ?? []) };
  }

  evidence(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy): readonly EvidenceRow[] {
    return supportsOf(this.#tables.evidence, of, page).map(toEvidenceRow);
  }

  mentions(of: readonly string[], page: Page<PositionOf<EvidencePosition>> & SpokenBy): readonly MentionRow[] {
    return supportsOf(this.#tables.mentions, of, page).map(toMentionRow);
  }

  mentionsInContext(entity: string, page: Page<EvidencePosition> & SpokenBy): readonly MentionInContext[] {
    const { chunks, mentions } = this.#tables;
    return mentions
      .of(entity, page)
      .map((support) => ({ mention: toMentionRow(support), chunk: chunks.get(support.evidence.chunk) }));
  }

  /** The first explicit mention of each entity that its speaker says. */
  firstMentions(
    requests: readonly { readonly entity: string; readonly speaker: string }[],
  ): readonly (MentionRow | null)[] {
    const { nodes, speakers } = this.#context;
    const bySpeaker = new Map(
      [...Map.groupBy(requests, ({ speaker }) => speaker)].map(([speaker, of]) => {
        const node = nodes.find(speaker);
        const spoken = node === null ? NOTHING_SPOKEN : speakers.of(node);
        const ids = of.map(({ entity }) => entity);
        return [speaker, this.#tables.mentions.firstSaid(spoken, ids, 1)] as const;
      }),
    );
    return requests.map(({ entity, speaker }) => {
      const [first] = bySpeaker.get(speaker)?.(entity) ?? [];
      return first === undefined ? null : toMentionRow(first);
    });
  }

  speech(person: string, { limit, evidence, mentions = evidence }: Omit<SpeechOptions, "signal">): Speech {
    const tables = this.#tables;
    const node = this.#context.nodes.find(person);
    if (node === null) return { topics: [], statements: [] };
    const spoken = this.#context.speakers.of(node);
    const topics = tables.entities.said(spoken.pairs, node, limit);
    const mentionsOf = tables.mentions.firstSaid(
      spoken,
      mentions === 0 ? [] : topics.map(({ entity }) => entity.id),
      mentions,
    );
    const statements = tables.relationships.said(spoken.pairs, limit);
    const evidenceOf = tables.evidence.firstSaid(
      spoken,
      statements.map(({ id }) => id),
      evidence,
    );
    const inContext = this.#inContext();
    return {
      topics: topics.map((topic) => ({ ...topic, evidence: mentionsOf(topic.entity.id).map(toMentionRow) })),
      statements: statements.map((row) => inContext(person, row, evidenceOf(row.id))),
    };
  }

  /** The labels under which a person speaks, sorted. */
  speakerLabels(id: string): readonly string[] {
    const node = this.#context.nodes.find(id);
    return node === null ? [] : this.#context.speakers.labelsOf(node);
  }

  /** The labels in the chunks in which a person speaks. */
  labelsBeside(person: string, limit: number): readonly LabelBeside[] {
    const node = this.#context.nodes.find(person);
    return node === null ? [] : this.#tables.chunks.labelsIn(this.#context.speakers.of(node).chunks.keys(), limit);
  }

  /** Whether a person speaks under a label in a file. */
  isSpeaker({ person, label, file }: LabelOfPerson): boolean {
    const { nodes, labels, speakers } = this.#context;
    const [node, labelNumber, fileNumber] = [nodes.find(person), labels.find(label), labels.find(file)];
    return (
      node !== null && labelNumber !== null && fileNumber !== null && speakers.speaksIn(node, labelNumber, fileNumber)
    );
  }

  quotes(page: QuoteOptions): readonly QuoteWithSubjects[] {
    const entityOf = this.#entities();
    return this.#tables.quotes
      .list(page)
      .map((quote) => ({ quote, subjects: quote.about.flatMap((id) => entityOf(id) ?? []) }));
  }

  #inContext(): (of: string, relationship: RelationshipRow, evidence: readonly Support[]) => RelationshipInContext {
    const entityOf = this.#entities();
    return (of, relationship, evidence) => ({
      of,
      relationship,
      source: entityOf(relationship.source),
      target: entityOf(relationship.target),
      evidence: evidence.map(toEvidenceRow),
    });
  }

  /** Reads each entity once, because a hub is an end of many relationships. */
  #entities(): (id: string) => EntityRow | null {
    const known = new Map<string, EntityRow | null>();
    return (id) => {
      const entity = known.get(id) ?? this.#tables.entities.get(id);
      known.set(id, entity);
      return entity;
    };
  }
}

function supportsOf(
  table: SupportTable,
  of: readonly string[],
  { speaker, ...page }: Page<PositionOf<EvidencePosition>> & SpokenBy,
): readonly Support[] {
  const saidBy = speaker === undefined ? {} : { speaker };
  return listsInTurn(of, page, (subject, rest) => table.of(subject, { ...rest, ...saidBy }));
}

/** The lists of several subjects, one after the other, after a position in one of them. */
function listsInTurn<Row, Position extends object>(
  of: readonly string[],
  { limit, after }: Page<PositionOf<Position>>,
  list: (subject: string, page: Page<Position>) => readonly Row[],
): readonly Row[] {
  const found: Row[] = [];
  for (const subject of after === undefined ? of : of.slice(of.indexOf(after.of))) {
    if (found.length >= limit) break;
    found.push(...list(subject, { limit: limit - found.length, ...(after?.of === subject ? { after } : {}) }));
  }
  return found;
}

export function toMentionRow({ id, subject, evidence }: Support): MentionRow {
  return storedMention(id, subject, evidence);
}

export function toEvidenceRow({ id, subject, evidence }: Support): EvidenceRow {
  return { kind: "evidence", id, of: subject, evidence };
}
