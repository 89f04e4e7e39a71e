import {
  compareText,
  CROSS_EPISODE,
  crossEpisodeRow,
  type Derivation,
  DisjointSets,
  entityId,
  entityRow,
  evidenceRow,
  type GraphRow,
  hashOfRow,
  type LocatedChunk,
  mentionRow,
  occurrenceRow,
  quoteRow,
  relationshipId,
  relationshipRow,
  type RelationshipTotals,
  type Withdrawal,
} from "../../model/index.ts";
import type {
  CheckVerdict,
  DerivedRelation,
  EntityEnd,
  Fact,
  KeyCorrection,
  KeyDecision,
  NameCorrections,
  NameKey,
  Occurrence,
  PendingRelation,
  RelationFact,
  ResolutionStore,
  SearchedChunk,
  SoughtAs,
  SoughtKey,
  StoredDerivation,
  StoredKey,
  StoredRelationship,
  SupportingFact,
} from "../../ports/index.ts";

/** A transcript with its chunks and facts. A fact refers to a chunk by its ordinal. */
export interface StatedTranscript {
  readonly id: string;
  readonly chunks: readonly LocatedChunk[];
  readonly facts: readonly Fact[];
}

interface Key extends NameKey {
  readonly no: number;
  entity: number | null;
  isDirty: boolean;
  sought: SoughtAs | null;
}

interface FactEntry {
  readonly no: number;
  readonly fact: Fact;
  readonly transcript: number;
  readonly chunk: number;
  isPending: boolean;
  relationship: string | null;
  rows: readonly GraphRow[];
}

interface Chunk {
  readonly located: LocatedChunk;
  /** False if its transcript has it no longer. */
  isCurrent: boolean;
  isToSearch: boolean;
  occurrences: readonly GraphRow[];
}

interface Entity extends EntityEnd {
  rows: readonly GraphRow[];
}

interface Relationship {
  readonly id: string;
  readonly source: EntityEnd;
  readonly type: string;
  readonly target: EntityEnd;
  readonly withdrawn: Withdrawal | null;
  isDirty: boolean;
  row: GraphRow | null;
}

/** Facts and conclusions in plain maps, which are scanned completely: for small examples. */
export class MemoryResolutionStore implements ResolutionStore {
  readonly #transcripts: string[] = [];
  readonly #chunks: Chunk[] = [];
  readonly #chunksOf = new Map<string, readonly LocatedChunk[]>();
  readonly #keys: Key[] = [];
  readonly #entities: Entity[] = [];
  readonly #relationships = new Map<string, Relationship>();
  readonly #checks = new Map<string, CheckVerdict>();
  #facts: FactEntry[] = [];
  #corrections: NameCorrections = { pairs: [], keys: [] };
  #derivations: (Pick<DerivedRelation, "source" | "type" | "target"> & {
    readonly no: number;
    readonly derivation: Derivation;
    relationship: string | null;
  })[] = [];
  #lastFact = 0;

  /** Replaces the facts of a transcript. */
  putTranscript({ id, chunks, facts }: StatedTranscript): void {
    const transcript = numberIn(this.#transcripts, (known) => known === id, id);
    this.#chunksOf.set(id, chunks);
    const gone = this.#facts.filter((entry) => entry.transcript === transcript);
    this.#facts = this.#facts.filter((entry) => entry.transcript !== transcript);
    for (const { relationship } of gone) this.#markRelationship(relationship);
    for (const chunk of this.#chunks) if (chunk.located.transcript === id) chunk.isCurrent = false;
    for (const located of chunks) {
      const known = this.#chunks.findIndex((chunk) => chunk.located.id === located.id);
      const chunk = { located, isCurrent: true, isToSearch: true, occurrences: [] };
      if (known < 0) this.#chunks.push(chunk);
      else this.#chunks[known] = chunk;
    }
    for (const fact of facts) {
      const located = chunks.find(({ ordinal }) => ordinal === fact.chunk);
      if (located === undefined) throw new TypeError(`Expected a chunk ${fact.chunk} in the transcript ${id}`);
      const chunk = this.#chunks.findIndex((known) => known.located.id === located.id);
      this.#lastFact += 1;
      const entry = { no: this.#lastFact, fact, transcript, chunk, isPending: true, relationship: null, rows: [] };
      this.#facts.push(entry);
    }
    for (const { fact } of [...gone, ...this.#facts.filter((entry) => entry.transcript === transcript)])
      for (const name of namesOf(fact)) this.#keyOf(name).isDirty = true;
  }

  /** Every concluded row. */
  rows(): readonly GraphRow[] {
    return [
      ...this.#entities.flatMap(({ rows }) => rows),
      ...this.#facts.flatMap(({ rows }) => rows),
      ...this.#chunks.flatMap(({ isCurrent, occurrences }) => (isCurrent ? occurrences : [])),
      ...[...this.#relationships.values()].flatMap(({ row }) => row ?? []),
    ];
  }

  dirtyKeys(limit: number): readonly number[] {
    return this.#keys
      .filter(({ isDirty }) => isDirty)
      .slice(0, limit)
      .map(({ no }) => no);
  }

  keyDecided(key: number): void {
    this.#key(key).isDirty = false;
  }

  key(no: number): StoredKey {
    return { ...this.#key(no) };
  }

  keyNamed(key: string): StoredKey | null {
    return this.#keysWhere((each) => each.key === key)[0] ?? null;
  }

  keysOfStem(stem: string): readonly StoredKey[] {
    return this.#keysWhere((each) => each.stem === stem);
  }

  keysOfForm(form: string): readonly StoredKey[] {
    return this.#keysWhere((each) => each.forms.includes(form));
  }

  keysOfInitials(initials: string): readonly StoredKey[] {
    return this.#keysWhere((each) => initials !== "" && each.initials === initials);
  }

  keysOfEntity(entity: number): readonly StoredKey[] {
    return this.#keysWhere((each) => each.entity === entity);
  }

  /** Replaces the user's corrections. */
  correct(corrections: NameCorrections): void {
    this.#corrections = corrections;
    for (const key of this.#keys) key.isDirty = true;
  }

  /** Adds verdicts on statements, by their keys. */
  check(verdicts: ReadonlyMap<string, CheckVerdict>): void {
    for (const [statement, verdict] of verdicts) this.#checks.set(statement, verdict);
    for (const entry of this.#facts) if (entry.fact.kind === "relation") entry.isPending = true;
  }

  decisionsOf(key: number): readonly KeyDecision[] {
    const { key: own } = this.#key(key);
    const apart = this.#corrections.pairs.flatMap(({ first, second, isSame }): KeyDecision[] => {
      const other = isSame ? null : first === own ? second : second === own ? first : null;
      const stored = other === null ? null : this.keyNamed(other);
      return stored === null ? [] : [{ other: stored.no, isSame, source: "user" }];
    });
    return [...this.#userPeers(own), ...apart];
  }

  /** All mentioned keys that the user makes one with a key. */
  #userPeers(own: string): readonly KeyDecision[] {
    const sets = new DisjointSets<string>();
    for (const { first, second, isSame } of this.#corrections.pairs) if (isSame) sets.join(first, second);
    return this.#keys
      .filter(({ no, key }) => key !== own && sets.setOf(key) === sets.setOf(own) && this.isMentioned(no))
      .map(({ no }) => ({ other: no, isSame: true, source: "user" }));
  }

  correctionOf(key: number): KeyCorrection | null {
    const { key: own } = this.#key(key);
    return this.#corrections.keys.find((correction) => correction.key === own) ?? null;
  }

  definitionsOf(key: number): readonly number[] {
    return this.#facts.flatMap(({ fact }) => {
      if (fact.kind !== "alias") return [];
      const [name, alias] = [this.#keyOf(fact.name).no, this.#keyOf(fact.alias).no];
      return [...(name === key ? [alias] : []), ...(alias === key ? [name] : [])];
    });
  }

  isMentioned(key: number): boolean {
    return this.#mentions(key).length > 0;
  }

  isAcronym(key: number): boolean {
    return this.#mentions(key).some(({ fact }) => fact.entity.acronym);
  }

  shareTranscript(first: number, second: number): boolean {
    const transcripts = new Set(this.#mentions(first).map(({ transcript }) => transcript));
    return this.#mentions(second).some(({ transcript }) => transcripts.has(transcript));
  }

  variantsOf(key: number) {
    const variants = Map.groupBy(this.#mentions(key), ({ fact }) => JSON.stringify([fact.name, fact.type]));
    return [...variants].map(([variant, mentions]) => {
      const [name, type] = JSON.parse(variant) as [string, string];
      return {
        name,
        type,
        count: mentions.length,
        asserted: mentions.filter(({ fact }) => fact.asserted).length,
        confidence: mentions.reduce((sum, { fact }) => sum + Math.round(fact.confidence * 1000), 0),
      };
    });
  }

  mentionsOf(key: number): ReadonlyMap<number, number> {
    const perTranscript = Map.groupBy(this.#mentions(key), ({ transcript }) => transcript);
    return new Map([...perTranscript].map(([transcript, mentions]) => [transcript, mentions.length]));
  }

  putEntity({ key, recurrences, ...summary }: Parameters<ResolutionStore["putEntity"]>[0]): number {
    const id = entityId(key);
    const no = numberIn(this.#entities, (known) => known.id === id, { no: this.#entities.length, id, key, rows: [] });
    const links = [...recurrences].map(([transcript, count]) => {
      const target = this.#transcripts[transcript] as string;
      return crossEpisodeRow({ id: relationshipId(id, CROSS_EPISODE, target), source: id, target }, count);
    });
    this.#entity(no).rows = [entityRow({ id, ...summary }), ...links];
    return no;
  }

  removeEntity(no: number): void {
    this.#entity(no).rows = [];
  }

  assignKey(key: number, entity: number | null): void {
    this.#key(key).entity = entity;
    for (const entry of this.#facts)
      if (namesOf(entry.fact).some((name) => this.#keyOf(name).no === key)) entry.isPending = true;
  }

  seekKey(key: number, as: SoughtAs | null): void {
    this.#key(key).sought = as;
  }

  /** Every chunk, whenever a step begins that may have changed a key. */
  markChunksOfKeys(): number {
    for (const chunk of this.#chunks) chunk.isToSearch = chunk.isCurrent;
    return 0;
  }

  soughtKeys(words: readonly string[]): readonly SoughtKey[] {
    return this.#keys.flatMap(({ key, stem, entity, sought }) =>
      sought !== null && entity !== null && words.includes(stem.split(" ")[0] as string)
        ? [{ key, stem, entity, as: sought }]
        : [],
    );
  }

  chunksToSearch(limit: number): readonly SearchedChunk[] {
    const numbered = this.#chunks.map((chunk, no) => ({ ...chunk, no }));
    return numbered
      .filter(({ isToSearch }) => isToSearch)
      .slice(0, limit)
      .map(({ no, located: { startOffset, text, turns } }) => {
        const facts = this.#facts.filter(({ chunk }) => chunk === no);
        const mentioned = facts.flatMap(({ fact }) =>
          fact.kind === "mention" ? (this.#endOf(fact.entity)?.no ?? []) : [],
        );
        return { no, startOffset, text, turns, mentioned: new Set(mentioned) };
      });
  }

  putOccurrences(no: number, occurrences: readonly Occurrence[]): void {
    const chunk = this.#chunks[no] as Chunk;
    chunk.isToSearch = false;
    chunk.occurrences = occurrences.map(({ entity, ...range }) =>
      occurrenceRow(chunk.located, range, this.#entity(entity).id),
    );
  }

  projectMentions(limit: number): number {
    return this.#project("mention", limit, (entry, fact, chunk) => {
      const entity = this.#endOf(fact.entity);
      entry.rows = entity === null ? [] : [mentionRow(chunk, { ...fact, polarity: "stated" }, entity.id)];
    });
  }

  projectQuotes(limit: number): number {
    return this.#project("quote", limit, (entry, fact, chunk) => {
      const about = fact.about.flatMap((name) => this.#endOf(name)?.id ?? []);
      const at = { ...fact, polarity: "stated" } as const;
      const speaker = fact.speaker === null ? null : this.#endOf(fact.speaker);
      const quote = quoteRow(chunk, at, speaker?.id ?? null, [...new Set(about)].toSorted());
      entry.rows = [quote, evidenceRow(chunk, at, quote.id)];
    });
  }

  pendingRelations(limit: number): readonly PendingRelation[] {
    return this.#pending("relation", limit).map((entry) => ({
      no: entry.no,
      type: entry.fact.type,
      source: this.#endOf(entry.fact.source),
      target: this.#endOf(entry.fact.target),
      withdrawn: this.#withdrawnOf(entry.fact),
      relationship: entry.relationship,
      row: storedRow(entry),
    }));
  }

  tieRelation(relation: PendingRelation, relationship: Parameters<ResolutionStore["tieRelation"]>[1]): void {
    const entry = this.#fact(relation.no);
    entry.isPending = false;
    if (entry.relationship !== (relationship?.id ?? null)) entry.rows = [];
    this.#markRelationship(entry.relationship);
    entry.relationship = relationship?.id ?? null;
    if (relationship !== null) this.#needRelationship(relationship);
  }

  /** Replaces the relations that follow from verdicts. */
  relate(
    relations: readonly (Pick<DerivedRelation, "source" | "type" | "target"> & { readonly derivation: Derivation })[],
  ): void {
    for (const { relationship } of this.#derivations) this.#markRelationship(relationship);
    const inOrder = relations.toSorted((a, b) => compareText(a.source, b.source) || compareText(a.target, b.target));
    this.#derivations = inOrder.map((relation, no) => ({ ...relation, no, relationship: null }));
  }

  derivations(): readonly StoredDerivation[] {
    const endOf = (key: string): EntityEnd | null => {
      const entity = this.keyNamed(key)?.entity ?? null;
      return entity === null ? null : this.#entity(entity);
    };
    return this.#derivations.map(({ no, source, type, target }) => ({
      no,
      type,
      source: endOf(source),
      target: endOf(target),
    }));
  }

  keptApart(): readonly (readonly [number, number])[] {
    return this.#corrections.pairs.flatMap(({ first, second, isSame }) => {
      const [one, other] = [this.keyNamed(first)?.entity ?? null, this.keyNamed(second)?.entity ?? null];
      return isSame || one === null || other === null ? [] : [[one, other] as const];
    });
  }

  tieDerivations(relationships: Parameters<ResolutionStore["tieDerivations"]>[0]): void {
    for (const derivation of this.#derivations) {
      const relationship = relationships.get(derivation.no) ?? null;
      this.#markRelationship(derivation.relationship);
      derivation.relationship = relationship?.id ?? null;
      if (relationship !== null) this.#needRelationship(relationship);
    }
  }

  derivationOf(relationship: string): Derivation | null {
    return this.#derivations.find((derivation) => derivation.relationship === relationship)?.derivation ?? null;
  }

  dirtyRelationships(limit: number): readonly StoredRelationship[] {
    const dirty = [...this.#relationships.values()].filter(({ isDirty }) => isDirty).slice(0, limit);
    return dirty.map(({ id, source, type, target, withdrawn, row }) => ({
      id,
      source: source.id,
      type,
      target: target.id,
      ...(withdrawn === null ? {} : { withdrawn }),
      hash: row === null ? null : hashOfRow(row),
    }));
  }

  supportOf(relationship: string): readonly SupportingFact[] {
    return this.#facts.flatMap((entry) => {
      const { no, fact, chunk } = entry;
      if (fact.kind !== "relation" || entry.relationship !== relationship) return [];
      const { startOffset, endOffset, polarity, confidence, antecedents } = fact;
      return [{ no, chunk, startOffset, endOffset, polarity, confidence, antecedents, row: storedRow(entry) }];
    });
  }

  putEvidence(relationship: string, facts: readonly SupportingFact[], repeats: readonly SupportingFact[]): void {
    for (const { no } of repeats) this.#fact(no).rows = [];
    for (const fact of facts) {
      const chunk = this.#chunkOf(fact.chunk);
      const antecedents = fact.antecedents.map((range) => ({
        chunk: this.#chunkAt(chunk, range.startOffset),
        ...range,
      }));
      this.#fact(fact.no).rows = [evidenceRow(chunk, fact, relationship, antecedents)];
    }
  }

  putRelationship(relationship: StoredRelationship, totals: RelationshipTotals): void {
    const known = this.#relationships.get(relationship.id);
    if (known === undefined) throw new TypeError(`Expected a relationship ${relationship.id}`);
    const row = relationshipRow(relationship, totals);
    this.#relationships.set(relationship.id, { ...known, isDirty: false, row });
  }

  removeRelationship({ id }: StoredRelationship): void {
    this.#relationships.delete(id);
  }

  #withdrawnOf({ statement }: RelationFact): Withdrawal | null {
    const verdict = statement === null ? null : (this.#checks.get(statement.contentKey) ?? null);
    return verdict === "supported" ? null : verdict;
  }

  /** The chunk at an offset in the transcript of a chunk. */
  #chunkAt({ transcript }: LocatedChunk, offset: number): LocatedChunk {
    const chunks = this.#chunksOf.get(transcript) ?? [];
    const found = chunks.find(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
    if (found === undefined) throw new TypeError(`Expected a chunk at the offset ${offset} of ${transcript}`);
    return found;
  }

  #keysWhere(isWanted: (key: Key) => boolean): readonly StoredKey[] {
    return this.#keys.filter(isWanted).map((key) => ({ ...key }));
  }

  #mentions(key: number) {
    return this.#facts.flatMap(({ fact, transcript }) =>
      fact.kind === "mention" && this.#keyOf(fact.entity).no === key ? [{ fact, transcript }] : [],
    );
  }

  #pending<Kind extends Fact["kind"]>(kind: Kind, limit: number) {
    type OfKind = FactEntry & { readonly fact: Extract<Fact, { readonly kind: Kind }> };
    const isOfKind = (entry: FactEntry): entry is OfKind => entry.isPending && entry.fact.kind === kind;
    return this.#facts.filter(isOfKind).slice(0, limit);
  }

  #project<Kind extends Fact["kind"]>(
    kind: Kind,
    limit: number,
    write: (entry: FactEntry, fact: Extract<Fact, { readonly kind: Kind }>, chunk: LocatedChunk) => void,
  ): number {
    const pending = this.#pending(kind, limit);
    for (const entry of pending) {
      entry.isPending = false;
      write(entry, entry.fact, this.#chunkOf(entry.chunk));
    }
    return pending.length;
  }

  #markRelationship(id: string | null): void {
    const known = id === null ? undefined : this.#relationships.get(id);
    if (known !== undefined) known.isDirty = true;
  }

  #needRelationship(relationship: NonNullable<Parameters<ResolutionStore["tieRelation"]>[1]>): void {
    const known = this.#relationships.get(relationship.id) ?? { ...relationship, row: null };
    this.#relationships.set(relationship.id, { ...known, isDirty: true });
  }

  #keyOf(name: NameKey): Key {
    const known = this.#keys.find(({ key }) => key === name.key);
    if (known !== undefined) return known;
    const key = { ...name, no: this.#keys.length, entity: null, isDirty: true, sought: null };
    this.#keys.push(key);
    return key;
  }

  #endOf(name: NameKey): EntityEnd | null {
    const { entity } = this.#keyOf(name);
    return entity === null ? null : this.#entity(entity);
  }

  #key(no: number): Key {
    return this.#keys[no] as Key;
  }

  #chunkOf(no: number): LocatedChunk {
    return (this.#chunks[no] as Chunk).located;
  }

  #entity(no: number): Entity {
    return this.#entities[no] as Entity;
  }

  #fact(no: number): FactEntry {
    return this.#facts.find((entry) => entry.no === no) as FactEntry;
  }
}

/** The index of an item in a list; the item is added if it is missing. */
function numberIn<Item>(list: Item[], isSame: (item: Item) => boolean, item: Item): number {
  const at = list.findIndex(isSame);
  return at < 0 ? list.push(item) - 1 : at;
}

function namesOf(fact: Fact): readonly NameKey[] {
  switch (fact.kind) {
    case "mention":
      return [fact.entity];
    case "relation":
      return [fact.source, fact.target];
    case "quote":
      return [...(fact.speaker === null ? [] : [fact.speaker]), ...fact.about];
    case "alias":
      return [fact.name, fact.alias];
  }
}

function storedRow({ rows: [row] }: FactEntry): SupportingFact["row"] {
  return row === undefined ? null : { id: row.id, hash: hashOfRow(row) };
}
