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
import type { GraphCounts, GraphStore, Page } from "../../ports/index.ts";
import { compareText, orderBy } from "./order.ts";

const PAGE_ROWS = 100;

type RowOf<Kind extends GraphRowKind> = Extract<GraphRow, { readonly kind: Kind }>;

const inText = orderBy<{ readonly id: string; readonly evidence: Evidence }>(
  (row) => row.evidence.file,
  (row) => row.evidence.startOffset,
  (row) => row.evidence.endOffset,
  (row) => row.id,
);

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

  async entities({ type, ...page }: Page & { readonly type?: string }) {
    return cut(
      this.#rankedEntities().filter((row) => type === undefined || row.type === type),
      page,
    );
  }

  async relationships({ entity, type, ...page }: Page & { readonly entity?: string; readonly type?: string }) {
    const found = this.#all("relationship")
      .filter((row) => entity === undefined || row.source === entity || row.target === entity)
      .filter((row) => (type === undefined ? row.type !== CROSS_EPISODE : row.type === type));
    return cut(
      found.sort(
        orderBy(
          (row) => -row.count,
          (row) => -row.confidence,
          (row) => row.id,
        ),
      ),
      page,
    );
  }

  async evidence(of: string, page: Page) {
    return cut(
      this.#all("evidence")
        .filter((row) => row.of === of)
        .sort(inText),
      page,
    );
  }

  async mentions(entity: string, page: Page) {
    return cut(
      this.#all("mention")
        .filter((row) => row.entity === entity)
        .sort(inText),
      page,
    );
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

  #all<Kind extends GraphRowKind>(kind: Kind): RowOf<Kind>[] {
    this.#checkOpen();
    return [...(this.#rows.get(kind)?.values() ?? [])] as RowOf<Kind>[];
  }

  #rankedEntities() {
    return this.#all("entity").sort(
      orderBy(
        (row) => -row.mentions,
        (row) => row.name,
        (row) => row.id,
      ),
    );
  }

  #checkOpen(): void {
    if (this.#disposed) throw new ColloquyError("store", "The graph store is closed; open another one.");
  }
}

function cut<Row>(rows: readonly Row[], { limit, offset = 0 }: Page): readonly Row[] {
  return rows.slice(offset, offset + limit);
}
