import { counted } from "../text/index.ts";
import type { Extractor, LedgerCounts } from "../ports/index.ts";

/** A notice of chunks that other models extracted and this extractor leaves as they are; null where there are none. */
export function describeSettledElsewhere(
  profiles: LedgerCounts["profiles"],
  extractor: Pick<Extractor, "profile" | "paid">,
): string | null {
  const others = profiles.filter(({ profile, paid }) => paid && profile !== extractor.profile);
  if (others.length === 0) return null;
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  const one = chunks === 1;
  const count = `${counted(chunks, "chunk")} ${one ? "was" : "were"}`;
  const names = others.map(({ profile }) => profile).join(" and ");
  const again = extractor.paid ? "--force would ask" : "name a model with --model, and --force asks";
  return `${count} extracted by ${names} and ${one ? "stays" : "stay"} so; ${again} for ${one ? "it" : "them"} again.`;
}

/** A notice of chunks that were extracted with another `--min-confidence` and stay so; null where there are none. */
export function describeOtherConfidence(
  minConfidences: LedgerCounts["minConfidences"],
  minConfidence: number,
): string | null {
  const others = minConfidences.filter((other) => other.minConfidence !== minConfidence);
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  if (chunks === 0) return null;
  const one = chunks === 1;
  const values = others.map((other) => other.minConfidence).join(" and ");
  return `${counted(chunks, "chunk")} ${one ? "was" : "were"} extracted with --min-confidence ${values} and ${one ? "stays" : "stay"} so; --force would ask for ${one ? "it" : "them"} again.`;
}
