import type { GraphRowKind } from "../../../model/index.ts";
import type { GraphCounts } from "../../../ports/index.ts";
import type { GraphContext } from "./context.ts";

export function readCounts({ counters, labels }: GraphContext): GraphCounts {
  const counted = counters.read();
  const total = (kind: GraphRowKind | "derived") =>
    counted.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + entry.count, 0);
  const byType = (kind: GraphRowKind) => {
    const types = counted
      .filter((entry) => entry.kind === kind)
      .map(({ type, count }) => [labels.value(type), count] as const);
    return Object.fromEntries(types.sort(([left], [right]) => (left < right ? -1 : 1)));
  };
  return {
    transcripts: total("transcript"),
    chunks: total("chunk"),
    entities: total("entity"),
    mentions: total("mention"),
    relationships: total("relationship"),
    derived: total("derived"),
    quotes: total("quote"),
    evidence: total("evidence"),
    byType: { entities: byType("entity"), relationships: byType("relationship") },
  };
}
