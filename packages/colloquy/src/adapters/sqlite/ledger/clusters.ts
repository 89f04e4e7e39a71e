import type { LedgerContext } from "./context.ts";
import { ACRONYM, FACT_KINDS } from "./fact-records.ts";

/** Numbers of keys that are one entity. */
export type Cluster = readonly number[];

interface KeyRecord {
  readonly no: number;
  readonly key: string;
  readonly stem: string;
  readonly initials: string;
  readonly entityNo: number | null;
}

/**
 * The clusters that a change of some keys can have touched. Keys are one entity when they share a stem, when words
 * define one as the other, or when an acronym has exactly one expansion that is said in the same transcript. Of a stem
 * with several middle initials ("John A. Smith", "John B. Smith") each initial is somebody else, and the name without
 * one is nobody of these.
 */
export class Clusters {
  readonly #context: LedgerContext;
  readonly #visited = new Set<number>();

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  /** All clusters among the keys that `key` can reach; empty when they were given before. */
  around(key: number): Cluster[] {
    if (this.#visited.has(key)) return [];
    const reached = new Map<number, KeyRecord>();
    const open = [key];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      const record = this.#record(next);
      reached.set(next, record);
      this.#visited.add(next);
      for (const neighbour of this.#neighbours(record)) if (!reached.has(neighbour)) open.push(neighbour);
    }
    return this.#components(reached);
  }

  #record(no: number): KeyRecord {
    return this.#context
      .sql("SELECT no, key, stem, initials, entity_no AS entityNo FROM keys WHERE no = ?")
      .get(no) as KeyRecord;
  }

  /** Whatever may be, or may have been, one with the key, or may stand in the way of its being one. */
  #neighbours(record: KeyRecord): number[] {
    const neighbours = [
      ...this.#stemPeers(record),
      ...this.#aliases(record.no),
      ...this.#numbers("SELECT no FROM keys WHERE entity_no = ?", record.entityNo),
    ];
    if (this.#isAcronym(record.no)) neighbours.push(...this.#expansions(record.key));
    if (record.initials !== "") {
      const acronym = this.#numbers("SELECT no FROM keys WHERE key = ?", record.initials)[0];
      if (acronym !== undefined && this.#isAcronym(acronym)) neighbours.push(acronym);
    }
    return neighbours;
  }

  #components(reached: ReadonlyMap<number, KeyRecord>): Cluster[] {
    const union = new DisjointSets();
    for (const record of reached.values()) {
      union.add(record.no);
      for (const peer of [...this.#sameName(record), ...this.#aliases(record.no)]) union.join(record.no, peer);
    }
    for (const record of reached.values()) {
      const expansion = this.#isAcronym(record.no) ? this.#onlyExpansion(record) : undefined;
      if (expansion !== undefined) union.join(record.no, expansion);
    }
    return union.sets();
  }

  #stemPeers({ no, stem }: KeyRecord): number[] {
    return this.#numbers("SELECT no FROM keys WHERE stem = ?", stem).filter((peer) => peer !== no);
  }

  #sameName(record: KeyRecord): number[] {
    const peers = this.#stemPeers(record);
    if (peers.length === 0) return peers;
    const withInitial = [record.no, ...peers].filter((no) => hasInitial(this.#record(no)) && this.#isMentioned(no));
    if (withInitial.length < 2) return peers;
    return hasInitial(record) ? [] : peers.filter((no) => !hasInitial(this.#record(no)));
  }

  #isMentioned(no: number): boolean {
    const row = this.#context.sql(`SELECT 1 FROM facts WHERE a = ? AND kind = ${FACT_KINDS.mention} LIMIT 1`).get(no);
    return row !== undefined;
  }

  #aliases(no: number): number[] {
    return [
      ...this.#numbers(`SELECT b AS no FROM facts WHERE a = ? AND kind = ${FACT_KINDS.alias}`, no),
      ...this.#numbers(`SELECT a AS no FROM facts WHERE b = ? AND kind = ${FACT_KINDS.alias}`, no),
    ];
  }

  #isAcronym(no: number): boolean {
    const row = this.#context
      .sql(`SELECT 1 FROM facts WHERE a = ? AND kind = ${FACT_KINDS.mention} AND flags & ${ACRONYM} LIMIT 1`)
      .get(no);
    return row !== undefined;
  }

  #expansions(acronym: string): number[] {
    return this.#numbers("SELECT no FROM keys WHERE initials = ? AND initials <> ''", acronym);
  }

  /** The expansion that some transcript says beside the acronym, if all such are of one stem. */
  #onlyExpansion({ no, key }: KeyRecord): number | undefined {
    const beside = this.#expansions(key).filter((expansion) => this.#shareTranscript(no, expansion));
    const stems = new Set(beside.map((expansion) => this.#record(expansion).stem));
    return stems.size === 1 ? beside[0] : undefined;
  }

  #shareTranscript(first: number, second: number): boolean {
    const row = this.#context
      .sql(
        `SELECT 1 FROM facts x WHERE x.a = ? AND x.kind = ${FACT_KINDS.mention}
         AND EXISTS (SELECT 1 FROM facts y WHERE y.a = ? AND y.kind = ${FACT_KINDS.mention} AND y.transcript_no = x.transcript_no) LIMIT 1`,
      )
      .get(first, second);
    return row !== undefined;
  }

  #numbers(sql: string, parameter: number | string | null): number[] {
    if (parameter === null) return [];
    return (this.#context.sql(sql).all(parameter) as { no: number }[]).map(({ no }) => no);
  }
}

/** Whether a key has an initial that its stem leaves out. */
function hasInitial({ key, stem }: KeyRecord): boolean {
  return key.split(" ").length > stem.split(" ").length;
}

/** Union-find with path halving (Tarjan and van Leeuwen 1984). */
class DisjointSets {
  readonly #parents = new Map<number, number>();

  add(member: number): void {
    if (!this.#parents.has(member)) this.#parents.set(member, member);
  }

  join(first: number, second: number): void {
    this.add(first);
    this.add(second);
    this.#parents.set(this.#root(first), this.#root(second));
  }

  sets(): number[][] {
    const sets = new Map<number, number[]>();
    for (const member of this.#parents.keys()) {
      const root = this.#root(member);
      const set = sets.get(root);
      if (set === undefined) sets.set(root, [member]);
      else set.push(member);
    }
    return [...sets.values()];
  }

  #root(member: number): number {
    let at = member;
    for (let parent = this.#parents.get(at) as number; parent !== at; parent = this.#parents.get(at) as number) {
      const grandparent = this.#parents.get(parent) as number;
      this.#parents.set(at, grandparent);
      at = grandparent;
    }
    return at;
  }
}
