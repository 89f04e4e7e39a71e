import {
  begunState,
  ColloquyError,
  completedState,
  CROSS_EPISODE,
  type Evidence,
  foldCase,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  type ProjectedEpoch,
  type StoreState,
} from "../../model/index.ts";
import type { EntityPosition, GraphCounts, GraphStore, Page, SpokenBy } from "../../ports/index.ts";
import { compareText, orderBy } from "./order.ts";

const PAGE_ROWS = 100;

type RowOf<Kind extends GraphRowKind> = Extract<GraphRow, { readonly kind: Kind }>;

const inText = orderBy<{ readonly id: string; readonly evidence: Evidence }>(
  (row) => row.evidence.file,
  (row) => row.evidence.startOffset,
  (row) => row.evidence.endOffset,
  (row) => row.id,
);

const bestSupportedFirst = orderBy<RowOf<"relationship">>(
  (row) => -row.count,
  (row) => -row.confidence,
  (row) => row.id,
);

const mostMentionedFirst = orderBy<EntityPosition>(
  (row) => -row.mentions,
  (row) => row.name,
  (row) => row.id,
);

/** What one speaker says in a chunk. */
const turnsOf = ({ chunk, speaker }: Evidence): string => JSON.stringify([chunk, speaker]);

/** A graph in memory: a real store, simple enough to be believed, for tests and as an example of an adapter. */
export function createMemoryGraphStore(): GraphStore {
  return new MemoryGraphStore();
}

class MemoryGraphStore implements GraphStore {
  readonly name = "memory";
  readonly #rows = new Map<GraphRowKind, Map<string, GraphRow>>(GRAPH_ROW_KINDS.map((kind) => [kind, new Map()]));
  #state: StoreState | null = null;
  #disposed = false;

  async prepare(): Promise<void> {
    this.#checkOpen();
  }

  async state(): Promise<StoreState | null> {
    this.#checkOpen();
    return this.#state;
  }

  async clear(): Promise<void> {
    this.#checkOpen();
    for (const rows of this.#rows.values()) rows.clear();
    this.#state = null;
  }

  async upsert(kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> {
    this.#checkOpen();
    const stranger = rows.find((row) => row.kind !== kind);
    if (stranger !== undefined) {
      throw new ColloquyError(
        "invalid-input",
        `All rows of an upsert of ${kind} must be of that kind, got ${stranger.kind}.`,
      );
    }
    for (const row of rows) this.#rows.get(kind)?.set(row.id, row);
  }

  async remove(kind: GraphRowKind, ids: readonly string[]): Promise<void> {
    this.#checkOpen();
    for (const id of ids) this.#rows.get(kind)?.delete(id);
  }

  /** No other object has these rows, so that a claim is never replaced. */
  async claim(): Promise<null> {
    this.#checkOpen();
    return null;
  }

  async begin(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = begunState(this.#state, target);
  }

  async complete(target: ProjectedEpoch): Promise<void> {
    this.#checkOpen();
    this.#state = completedState(target);
  }

  async counts(): Promise<GraphCounts> {
    const count = (kind: GraphRowKind) => this.#all(kind).length;
    const byType = (rows: readonly { readonly type: string }[]) => {
      const types = [...new Set(rows.map((row) => row.type))];
      return Object.fromEntries(types.map((type) => [type, rows.filter((row) => row.type === type).length]));
    };
    return {
      transcripts: count("transcript"),
      chunks: count("chunk"),
      entities: count("entity"),
      mentions: count("mention"),
      relationships: count("relationship"),
      quotes: count("quote"),
      evidence: count("evidence"),
      byType: { entities: byType(this.#all("entity")), relationships: byType(this.#all("relationship")) },
    };
  }

  async *rows(kind: GraphRowKind): AsyncGenerator<readonly GraphRow[]> {
    const rows = [...this.#all(kind)].sort(orderBy<GraphRow>((row) => row.id));
    for (let at = 0; at < rows.length; at += PAGE_ROWS) yield rows.slice(at, at + PAGE_ROWS);
  }

  async transcripts(page: Page) {
    return cut(
      [...this.#all("transcript")].sort(
        orderBy(
          (row) => row.file,
          (row) => row.id,
        ),
      ),
      page,
    );
  }

  async chunk(id: string) {
    return this.#all("chunk").find((row) => row.id === id) ?? null;
  }

  async entity(id: string) {
    return this.#all("entity").find((row) => row.id === id) ?? null;
  }

  async entitiesByName(name: string) {
    const folded = foldCase(name);
    return this.#rankedEntities().filter((row) =>
      [row, ...row.aliases].some((named) => foldCase(named.name) === folded),
    );
  }

  async entities({ type, after, ...page }: Page & { readonly type?: string; readonly after?: EntityPosition }) {
    return cut(
      this.#rankedEntities()
        .filter((row) => type === undefined || row.type === type)
        .filter((row) => after === undefined || mostMentionedFirst(row, after) > 0),
      page,
    );
  }

  async relationships({ entity, type, ...page }: Page & { readonly entity?: string; readonly type?: string }) {
    const found = this.#all("relationship")
      .filter((row) => entity === undefined || row.source === entity || row.target === entity)
      .filter((row) => (type === undefined ? row.type !== CROSS_EPISODE : row.type === type));
    return cut(found.sort(bestSupportedFirst), page);
  }

  async statements(person: string, page: Page) {
    const said = this.#all("evidence").filter(({ evidence }) => evidence.polarity !== "implied");
    const stated = new Set(said.filter(this.#spokenBy(person)).map((row) => row.of));
    const found = this.#all("relationship").filter((row) => stated.has(row.id));
    return cut(found.sort(bestSupportedFirst), page);
  }

  async evidence(of: string, { speaker, ...page }: Page & SpokenBy) {
    const found = this.#all("evidence").filter((row) => row.of === of);
    return cut(found.filter(this.#spokenBy(speaker)).sort(inText), page);
  }

  async mentions(entity: string, { speaker, ...page }: Page & SpokenBy) {
    const found = this.#all("mention").filter((row) => row.entity === entity);
    return cut(found.filter(this.#spokenBy(speaker)).sort(inText), page);
  }

  async topics(person: string, page: Page) {
    const said = this.#all("mention").filter(this.#spokenBy(person));
    const topics = this.#all("entity")
      .map((entity) => ({ entity, mentions: said.filter((row) => row.entity === entity.id).length }))
      .filter(({ entity, mentions }) => mentions > 0 && entity.id !== person);
    return cut(
      topics.sort(
        orderBy(
          (topic) => -topic.mentions,
          (topic) => topic.entity.name,
          (topic) => topic.entity.id,
        ),
      ),
      page,
    );
  }

  async speakerLabels(person: string) {
    const labels = [...this.#speakers().values()].filter(({ entity }) => entity === person);
    return [...new Set(labels.map(({ evidence }) => evidence.speaker ?? ""))].sort(compareText);
  }

  async filesOf(entity: string) {
    const mentions = this.#all("mention").filter((row) => row.entity === entity);
    return [...new Set(mentions.map((row) => row.evidence.file))].sort(compareText);
  }

  async quotes({ speaker, about, ...page }: Page & { readonly speaker?: string; readonly about?: string }) {
    const found = this.#all("quote")
      .filter((row) => speaker === undefined || row.speaker === speaker)
      .filter((row) => about === undefined || row.about.includes(about));
    return cut(found.sort(inText), page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
  }

  /** Whose label stands at which turns: the first mention in a chunk whose words are the label of its turn. */
  #speakers(): Map<string, RowOf<"mention">> {
    const labels = this.#all("mention").filter(({ evidence }) => evidence.text === evidence.speaker);
    const first = labels.sort(
      orderBy(
        (row) => row.evidence.startOffset,
        (row) => row.id,
      ),
    );
    return new Map(first.toReversed().map((row) => [turnsOf(row.evidence), row]));
  }

  /** Whether words are a person's; all are where nobody is asked for. */
  #spokenBy(person: string | undefined): (row: { readonly evidence: Evidence }) => boolean {
    if (person === undefined) return () => true;
    const speakers = this.#speakers();
    return ({ evidence }) => speakers.get(turnsOf(evidence))?.entity === person;
  }

  #all<Kind extends GraphRowKind>(kind: Kind): RowOf<Kind>[] {
    this.#checkOpen();
    return [...(this.#rows.get(kind)?.values() ?? [])] as RowOf<Kind>[];
  }

  #rankedEntities() {
    return this.#all("entity").sort(mostMentionedFirst);
  }

  #checkOpen(): void {
    if (this.#disposed) throw new ColloquyError("store", "The graph store is closed; open another one.");
  }
}

function cut<Row>(rows: readonly Row[], { limit, offset = 0 }: Page): readonly Row[] {
  return rows.slice(offset, offset + limit);
}
