import { RULES_DESCRIPTION, RULES_PROFILE } from "../adapters/rules/index.ts";

/** What an honest caption says of a workspace whose chunks were settled under these profiles; null where it needs none. */
export function describeProfiles(profiles: readonly { readonly profile: string }[]): string | null {
  return profiles.some(({ profile }) => profile === RULES_PROFILE) ? RULES_DESCRIPTION : null;
}
