import type { Extraction, TurnView } from "../../model/index.ts";
import { serveInPool } from "../../threads/index.ts";
import { extractWithRules } from "./extract.ts";

/** The rules on a thread of their own. */
export interface RulesThread {
  /** One extraction for each chunk, in order. */
  extract(views: readonly (readonly TurnView[])[]): Promise<readonly Extraction[]>;
}

serveInPool({
  extract: async (views) => views.map((view) => extractWithRules(view)),
} satisfies RulesThread);
