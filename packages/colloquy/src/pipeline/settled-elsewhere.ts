import { counted } from "../text/index.ts";
import type { Extractor, LedgerCounts } from "../ports/index.ts";

/** What other models were paid for and an extractor therefore leaves alone, and how to have it again; null where there is none. */
export function describeSettledElsewhere(
  profiles: LedgerCounts["profiles"],
  extractor: Pick<Extractor, "profile" | "paid">,
): string | null {
  const others = profiles.filter(({ profile, paid }) => paid && profile !== extractor.profile);
  if (others.length === 0) return null;
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  const one = chunks === 1;
  const count = `${counted(chunks, "passage")} ${one ? "was" : "were"}`;
  const names = others.map(({ profile }) => profile).join(" and ");
  const again = extractor.paid ? "--force would ask" : "name a model with --model, and --force asks";
  return `${count} extracted by ${names} and ${one ? "stays" : "stay"} so; ${again} for ${one ? "it" : "them"} again.`;
}

/** What a run with another `--min-confidence` leaves as it is, and how to have it alike; null where there is nothing. */
export function describeOtherConfidence(
  minConfidences: LedgerCounts["minConfidences"],
  minConfidence: number,
): string | null {
  const others = minConfidences.filter((other) => other.minConfidence !== minConfidence);
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  if (chunks === 0) return null;
  const one = chunks === 1;
  const values = others.map((other) => other.minConfidence).join(" and ");
  return `${counted(chunks, "passage")} ${one ? "was" : "were"} extracted with --min-confidence ${values} and ${one ? "stays" : "stay"} so; --force would ask for ${one ? "it" : "them"} again.`;
}
