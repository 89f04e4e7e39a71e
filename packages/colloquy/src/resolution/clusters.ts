import type { ResolutionStore, StoredKey } from "../ports/index.ts";
import { agglomerate, type PairDecision } from "./agglomerate.ts";
import { formsOf, needsOneConversation } from "./name-form.ts";
import { PERSON_MARK, soundAlike } from "./person-form.ts";
import { hasInitial } from "./normalise.ts";

interface FormPeers {
  readonly form: string;
  readonly peers: readonly StoredKey[];
}

/** Keys that are one entity. */
export type Cluster = readonly StoredKey[];

/**
 * Finds the clusters that a change of some keys can affect. Keys are one entity if they share a stem, if a transcript
 * defines one as the other, or if an acronym has exactly one expansion that the same transcript mentions. Names are
 * one entity if they share a form, of people or of other things. The user and verdicts decide further pairs: see `agglomerate`. If a stem has
 * several middle initials ("John A. Smith", "John B. Smith"), each initial is a different person, and the name without
 * an initial is another person.
 */
export class Clusters {
  readonly #store: ResolutionStore;
  readonly #visited = new Set<number>();
  /** Of the reached keys, which need them twice. */
  readonly #ofForms = new Map<number, readonly FormPeers[]>();

  constructor(store: ResolutionStore) {
    this.#store = store;
  }

  /** All clusters among the keys that `key` can reach; empty if they were returned before. */
  around(key: number): readonly Cluster[] {
    if (this.#visited.has(key)) return [];
    const reached = new Map<number, StoredKey>();
    const open = [key];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      const record = this.#store.key(next);
      reached.set(next, record);
      this.#visited.add(next);
      for (const neighbour of this.#neighbours(record)) if (!reached.has(neighbour)) open.push(neighbour);
    }
    const components = this.#components(reached);
    this.#ofForms.clear();
    return components;
  }

  /** Every key that may be or was in one cluster with a key, or that can keep it out of another cluster. */
  #neighbours(record: StoredKey): readonly number[] {
    const { no, key, stem, initials, entity } = record;
    const store = this.#store;
    const acronym = initials === "" ? null : store.keyNamed(initials);
    return [
      ...numbers(store.keysOfStem(stem)),
      ...this.#namedAlike(record).flatMap(({ peers }) => numbers(peers)),
      ...store.definitionsOf(no),
      ...store.decisionsOf(no).flatMap(({ other, isSame }) => (isSame ? [other] : [])),
      ...(entity === null ? [] : numbers(store.keysOfEntity(entity))),
      ...(store.isAcronym(no) ? numbers(store.keysOfInitials(key)) : []),
      ...(acronym !== null && store.isAcronym(acronym.no) ? [acronym.no] : []),
    ];
  }

  #components(reached: ReadonlyMap<number, StoredKey>): readonly Cluster[] {
    const decisions: PairDecision[] = [];
    for (const record of reached.values()) {
      const { no: one } = record;
      const expansion = this.#store.isAcronym(one) ? this.#onlyExpansion(record) : undefined;
      const peers = [...this.#sameName(record), ...this.#sameForm(record), ...this.#store.definitionsOf(one)];
      for (const other of [...peers, ...(expansion === undefined ? [] : [expansion])])
        decisions.push({ one, other, isSame: true, source: "rule" });
      for (const { other, isSame, source } of this.#store.decisionsOf(one))
        if (one < other && this.#areMentioned(one, other)) decisions.push({ one, other, isSame, source });
    }
    const order = [...reached.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ no }) => no);
    return agglomerate(order, decisions).map((set) => set.map((no) => reached.get(no) as StoredKey));
  }

  #sameName(record: StoredKey): readonly number[] {
    const named = this.#store.keysOfStem(record.stem);
    const peers = named.filter(({ no }) => no !== record.no);
    if (peers.length === 0) return [];
    const withInitial = named.filter((key) => hasInitial(key) && this.#store.isMentioned(key.no));
    if (withInitial.length < 2) return numbers(peers);
    return hasInitial(record) ? [] : numbers(peers.filter((key) => !hasInitial(key)));
  }

  /**
   * Names with a common form, if both name people, or neither. Each of the two has forms of its own. Names of people with
   * different vowels are two people if one transcript has both. Some forms need a transcript that has both names.
   */
  #sameForm(record: StoredKey): readonly number[] {
    const { no, key } = record;
    const named = this.#namedAlike(record);
    if (named.every(({ peers }) => peers.every((peer) => peer.no === no))) return [];
    const isPerson = this.#isPerson(no);
    const shared = named.filter(({ form }) => form.startsWith(PERSON_MARK) === isPerson);
    const peers = new Map(shared.flatMap((each) => each.peers).map((peer) => [peer.no, peer]));
    peers.delete(no);
    const areTwo = (peer: StoredKey): boolean => {
      if (isPerson) return !soundAlike(key.split(" "), peer.key.split(" ")) && this.#store.shareTranscript(no, peer.no);
      return needsOneConversation(key) !== needsOneConversation(peer.key) && !this.#store.shareTranscript(no, peer.no);
    };
    return numbers(
      [...peers.values()].filter(
        (peer) => this.#areMentioned(no, peer.no) && this.#isPerson(peer.no) === isPerson && !areTwo(peer),
      ),
    );
  }

  /** The forms of a key, each with the keys that have it. */
  #namedAlike({ no, key }: StoredKey): readonly FormPeers[] {
    const known = this.#ofForms.get(no);
    if (known !== undefined) return known;
    const found = formsOf(key).map((form) => ({ form, peers: this.#store.keysOfForm(form) }));
    this.#ofForms.set(no, found);
    return found;
  }

  /** A key that no transcript mentions any more must not connect others: a new ledger would not have it. */
  #areMentioned(one: number, other: number): boolean {
    return this.#store.isMentioned(one) && this.#store.isMentioned(other);
  }

  /** Whether a transcript with `beside` mentions the key twice or more. */
  #isRepeatedBeside(key: number, beside: number): boolean {
    const transcripts = this.#store.mentionsOf(beside);
    return [...this.#store.mentionsOf(key)].some(([transcript, count]) => count >= 2 && transcripts.has(transcript));
  }

  #isPerson(key: number): boolean {
    return this.#store.variantsOf(key).some(({ type }) => type === "Person");
  }

  /** The expansion that a transcript mentions together with the acronym, if all such expansions have one stem. */
  #onlyExpansion({ no, key }: StoredKey): number | undefined {
    const beside = this.#store.keysOfInitials(key).filter((expansion) => this.#store.shareTranscript(no, expansion.no));
    // Two letters fit many names: the expansion must be a term of a conversation.
    if (key.length === 2 && !beside.some((expansion) => this.#isRepeatedBeside(expansion.no, no))) return undefined;
    return new Set(beside.map(({ stem }) => stem)).size === 1 ? beside[0]?.no : undefined;
  }
}

function numbers(keys: readonly StoredKey[]): readonly number[] {
  return keys.map(({ no }) => no);
}
