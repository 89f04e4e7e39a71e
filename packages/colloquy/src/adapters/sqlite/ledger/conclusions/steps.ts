import type { ResolutionStep, ResolutionStore } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { entities } from "./entities.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { names } from "./names.ts";
import { projectedFacts } from "./projected-facts.ts";
import { projectVectors } from "./projected-vectors.ts";
import { relationships } from "./relationships.ts";

/** The tables of facts, names, entities and relationships, as the rules of resolution see them. */
function resolutionStore(context: LedgerContext): ResolutionStore {
  return { ...names(context), ...entities(context), ...projectedFacts(context), ...relationships(context) };
}

/** The steps of a resolution, in their order: those of the rules, then of rows that need no rule. */
export function resolutionSteps(context: LedgerContext): readonly ResolutionStep[] {
  return [
    ...context.resolver.steps(resolutionStore(context)),
    () => settleAliases(context),
    (limit) => projectVectors(context, limit),
  ];
}

/** Alias facts only tie names together: no row follows from them. */
function settleAliases({ sql }: LedgerContext): number {
  sql(`UPDATE facts SET pending = 0 WHERE kind = ${FACT_KINDS.alias} AND pending = 1`).run();
  return 0;
}

const WAITING = [
  "keys WHERE dirty = 1",
  "facts WHERE pending = 1",
  "relationships WHERE dirty = 1",
  "chunks WHERE vector_pending = 1",
];

/** What still waits for a step. */
export function countUnresolved({ sql }: LedgerContext): number {
  const counts = WAITING.map((table) => sql(`SELECT count(*) AS count FROM ${table}`).get() as { count: number });
  return counts.reduce((sum, { count }) => sum + count, 0);
}
