import { counted } from "../text/index.ts";
import type { Extractor, LedgerCounts } from "../ports/index.ts";

/** A notice about chunks of other models that this extractor does not extract again; null if there are none. */
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
  const remedy = `extract ${one ? "it" : "them"} again with --force${extractor.paid ? "" : " and a model (--model)"}`;
  return `${count} extracted by ${names} before and ${one ? "does" : "do"} not change; ${remedy}.`;
}

/** A notice about chunks that were extracted with another `--min-confidence`; null if there are none. */
export function describeOtherConfidence(
  minConfidences: LedgerCounts["minConfidences"],
  minConfidence: number,
): string | null {
  const others = minConfidences.filter((other) => other.minConfidence !== minConfidence);
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  if (chunks === 0) return null;
  const one = chunks === 1;
  const values = others.map((other) => other.minConfidence).join(" and ");
  return `${counted(chunks, "chunk")} ${one ? "was" : "were"} extracted with --min-confidence ${values} before and ${one ? "does" : "do"} not change; extract ${one ? "it" : "them"} again with --force.`;
}
