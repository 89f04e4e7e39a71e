import { compareText, derivedTotals, isSymmetric, POLARITIES, polarityCounts, relationshipId } from "../model/index.ts";
import type { PendingRelation, ResolutionStore, StoredRelationship, SupportingFact } from "../ports/index.ts";

/** Assigns relations to the relationships of their entities. @returns how many it processed. */
export function tieRelations(store: ResolutionStore, limit: number): number {
  const relations = store.pendingRelations(limit);
  for (const relation of relations) store.tieRelation(relation, relationshipOf(relation));
  return relations.length;
}

/** Null if an end is no entity, or both ends are the same entity. */
function relationshipOf({ source, type, target, withdrawn }: PendingRelation) {
  if (source === null || target === null || source.no === target.no) return null;
  const isTurned = isSymmetric(type) && target.key < source.key;
  const [from, to] = isTurned ? [target, source] : [source, target];
  return { id: relationshipId(from.id, type, to.id, withdrawn), source: from, type, target: to, withdrawn };
}

/** Counts the evidence of relationships again. @returns how many it processed. */
export function countRelationships(store: ResolutionStore, limit: number): number {
  const dirty = store.dirtyRelationships(limit);
  for (const relationship of dirty) countRelationship(store, relationship);
  return dirty.length;
}

/**
 * A position is evidence once, even if several facts state the relation there. It has the earliest of their polarities, and
 * the antecedents of one fact with that polarity.
 * The confidence is the highest of all facts.
 */
function countRelationship(store: ResolutionStore, relationship: StoredRelationship): void {
  const facts = store.supportOf(relationship.id).toSorted(byPosition);
  const evidence: SupportingFact[] = [];
  const repeats: SupportingFact[] = [];
  for (const fact of facts) {
    const previous = evidence.at(-1);
    (previous === undefined || !isSamePosition(previous, fact) ? evidence : repeats).push(fact);
  }
  store.putEvidence(relationship.id, evidence, repeats);
  if (evidence.length === 0) {
    const derivation = store.derivationOf(relationship.id);
    if (derivation === null) return store.removeRelationship(relationship);
    return store.putRelationship(relationship, derivedTotals(derivation));
  }
  store.putRelationship(relationship, {
    count: evidence.length,
    polarity: polarityCounts((polarity) => evidence.filter((fact) => fact.polarity === polarity).length),
    confidence: facts.reduce((highest, fact) => Math.max(highest, fact.confidence), 0),
  });
}

/** Of facts with one position, polarity and antecedents, the one with a row keeps it. Facts with antecedents are first. */
function byPosition(one: SupportingFact, other: SupportingFact): number {
  return (
    one.chunk - other.chunk ||
    one.startOffset - other.startOffset ||
    one.endOffset - other.endOffset ||
    POLARITIES.indexOf(one.polarity) - POLARITIES.indexOf(other.polarity) ||
    compareText(JSON.stringify(other.antecedents), JSON.stringify(one.antecedents)) ||
    Number(one.row === null) - Number(other.row === null) ||
    one.no - other.no
  );
}

function isSamePosition(one: SupportingFact, other: SupportingFact): boolean {
  return one.chunk === other.chunk && one.startOffset === other.startOffset && one.endOffset === other.endOffset;
}
