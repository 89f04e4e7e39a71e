import { Link, useSearch } from "@tanstack/react-router";
import type { Claim, Entity } from "colloquy/api";
import { ClaimItem } from "../../parts/claim.tsx";
import { useFold } from "../../parts/fold.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { AllEvidence } from "./all-evidence.tsx";
import { type ArrangedClaims, claimKey, isPerson } from "./arrange.ts";
import styles from "./entity.module.css";

const FIRST = 5;

/** What is said about an entity, by what it says; about a person in one list. */
export function ClaimGroups({
  entity,
  groups,
}: {
  readonly entity: Entity;
  readonly groups: ArrangedClaims["groups"];
}) {
  if (isPerson(entity)) {
    const claims = groups.flatMap((group) => group.claims);
    return claims.length === 0 ? null : (
      <Section title={words.about(entity.name)}>
        <ClaimList entity={entity} claims={claims} />
      </Section>
    );
  }
  return groups.map(({ name, claims }) => (
    <Section key={name} title={words.groups[name]}>
      <ClaimList entity={entity} claims={claims} />
    </Section>
  ));
}

/** Claims, each with a link that shows all its evidence below it. */
export function ClaimList({ entity, claims }: { readonly entity: Entity; readonly claims: readonly Claim[] }) {
  const { claim: open } = useSearch({ from: "/w/$workspace/entities/$id" });
  const isOpen = (claim: Claim): boolean => claimKey(claim, entity.id) === open;
  const [shown, button] = useFold(claims, FIRST, isOpen);
  return (
    <>
      <ul>
        {shown.map((claim) => (
          <ClaimItem key={claimKey(claim, entity.id)} claim={claim} of={entity.id}>
            {claim.count > 1 ? <OpenLink entity={entity} claim={claim} isOpen={isOpen(claim)} /> : null}
            {isOpen(claim) ? <AllEvidence claim={claim} /> : null}
          </ClaimItem>
        ))}
      </ul>
      {button}
    </>
  );
}

function OpenLink({
  entity,
  claim,
  isOpen,
}: {
  readonly entity: Entity;
  readonly claim: Claim;
  readonly isOpen: boolean;
}) {
  const workspace = useWorkspace();
  return (
    <Link
      from="/w/$workspace/entities/$id"
      to="/w/$workspace/entities/$id"
      params={{ workspace, id: entity.id }}
      search={(search) => ({ ...search, claim: isOpen ? undefined : claimKey(claim, entity.id) })}
      resetScroll={false}
      className={styles.open}
      aria-expanded={isOpen}
    >
      {isOpen ? words.hideEvidence : words.showEvidence(claim.count)}
    </Link>
  );
}
