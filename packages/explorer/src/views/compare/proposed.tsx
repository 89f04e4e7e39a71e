import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { entityQuery, peopleQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { distinctionsOf } from "../../text/people.ts";
import chips from "../../parts/chips.module.css";
import styles from "./compare.module.css";

const MOST = 16;

interface ProposedProps {
  readonly one: string | undefined;
  readonly other: string | undefined;
}

/** People to choose from: who speaks with the chosen person, else who speaks most. */
export function Proposed({ one, other }: ProposedProps) {
  const workspace = useWorkspace();
  const chosen = one ?? other;
  const people = useInfiniteQuery({ ...peopleQuery(workspace), enabled: chosen === undefined });
  const person = useQuery({ ...entityQuery(workspace, chosen ?? ""), enabled: chosen !== undefined });
  const speakers = people.data?.pages[0]?.items ?? [];
  const distinctions = distinctionsOf(speakers);
  const proposed =
    chosen === undefined
      ? speakers
      : (person.data?.companions ?? []).flatMap(({ id, name }) => (id === null ? [] : [{ id, name }]));
  if (proposed.length === 0) return null;
  const title = person.data === undefined ? words.mostTurns : words.speaksWith(person.data.name);
  return (
    <section aria-label={title}>
      <h2 className={styles.proposed}>{title}</h2>
      <ul className={chips.chips}>
        {proposed.slice(0, MOST).map(({ id, name }) => (
          <li key={id}>
            <Link
              to="/w/$workspace/compare"
              params={{ workspace }}
              search={one === undefined ? { one: id, other } : { one, other: id }}
              className={chips.chip}
            >
              {name}
              {distinctions.has(id) ? <span className={chips.count}>{distinctions.get(id)}</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
