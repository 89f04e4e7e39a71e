import type { ResolutionStep, ResolutionStore } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { derivations } from "./derivations.ts";
import { entities } from "./entities.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { names } from "./names.ts";
import { occurrences } from "./occurrences.ts";
import { projectedFacts } from "./projected-facts.ts";
import { updateVectorRows } from "./vector-rows.ts";
import { relationships } from "./relationships.ts";

/** The store of resolution over the tables of facts, names, entities and relationships. */
function resolutionStore(context: LedgerContext): ResolutionStore {
  return {
    ...names(context),
    ...entities(context),
    ...projectedFacts(context),
    ...relationships(context),
    ...derivations(context),
    ...occurrences(context),
  };
}

/** The steps of a resolution, in their order: the steps of the rules, then those of rows without rules. */
export function resolutionSteps(context: LedgerContext): readonly ResolutionStep[] {
  return [
    ...context.resolver.steps(resolutionStore(context)),
    () => settleAliases(context),
    (limit) => updateVectorRows(context, limit),
  ];
}

/** Alias facts only connect names: they have no rows. */
function settleAliases({ sql }: LedgerContext): number {
  sql(`UPDATE facts SET pending = 0 WHERE kind = ${FACT_KINDS.alias} AND pending = 1`).run();
  return 0;
}

const WAITING = [
  "keys WHERE dirty = 1",
  "facts WHERE pending = 1",
  "relationships WHERE dirty = 1",
  "derived_relations WHERE pending = 1",
  "chunks WHERE vector_pending = 1",
  "chunks WHERE search_pending = 1",
];

/** The number of items that wait for a step. */
export function countUnresolved({ sql }: LedgerContext): number {
  const counts = WAITING.map((table) => sql(`SELECT count(*) AS count FROM ${table}`).get() as { count: number });
  return counts.reduce((sum, { count }) => sum + count, 0);
}
