import type { Extractor, LedgerCounts } from "../ports/index.ts";

/** What `--force` would ask for again, because other models were paid for it; null where there is none. */
export function describeSettledElsewhere(
  profiles: LedgerCounts["profiles"],
  extractor: Pick<Extractor, "profile">,
): string | null {
  const others = profiles.filter(({ profile, paid }) => paid && profile !== extractor.profile);
  if (others.length === 0) return null;
  const chunks = others.reduce((sum, other) => sum + other.chunks, 0);
  const one = chunks === 1;
  const count = `${chunks.toLocaleString("en-GB")} ${one ? "passage was" : "passages were"}`;
  const names = others.map(({ profile }) => profile).join(" and ");
  return `${count} extracted by ${names} and ${one ? "stays" : "stay"} so; --force would ask for ${one ? "it" : "them"} again.`;
}
