import type { Claim, Polarity } from "colloquy/api";
import { strings } from "../text/strings.ts";

const POLARITIES = ["stated", "negated", "question", "hypothetical", "implied"] as const satisfies readonly Polarity[];

/** How many words support a claim: `4×`, or `3× stated, 1× denied`; null for one. Together they are the claim's count. */
export function claimCounts(polarity: Claim["polarity"]): string | null {
  const said = POLARITIES.flatMap((each) => {
    const count = polarity[each] ?? 0;
    return count === 0 ? [] : [{ polarity: each, count }];
  });
  const total = said.reduce((sum, { count }) => sum + count, 0);
  if (total <= 1) return null;
  if (said.length === 1 && said[0]?.polarity === "stated") return strings.times(total);
  return said.map((each) => `${strings.times(each.count)} ${strings.polarity[each.polarity]}`).join(", ");
}
