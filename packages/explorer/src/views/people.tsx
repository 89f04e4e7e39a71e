import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { peopleQuery } from "../api/queries.ts";
import { buttonClass } from "../parts/button.tsx";
import { EntityLink, useWorkspace } from "../parts/links.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { More } from "../parts/pager.tsx";
import { Problem } from "../parts/problem.tsx";
import { counted, duration } from "../text/format.ts";
import { strings } from "../text/strings.ts";
import { distinctionsOf, people } from "../text/people.ts";
import list from "../parts/list.module.css";

/** All who speak, those with most turns first. */
export function People() {
  const workspace = useWorkspace();
  const pages = useInfiniteQuery(peopleQuery(workspace));
  const listed = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const distinctions = distinctionsOf(listed);
  const compare = (
    <Link to="/w/$workspace/compare" params={{ workspace }} search={{}} className={buttonClass}>
      {people.compare}
    </Link>
  );
  return (
    <Page title={strings.views.people} width="measure" actions={compare}>
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
      <ul className={list.list}>
        {listed.map((person) => (
          <li key={person.id} className={list.row}>
            <span>
              <EntityLink entity={person} className={list.name} />
              <span className={list.under}>{distinctions.get(person.id)}</span>
            </span>
            <span className={list.detail}>
              {[
                counted(person.turns, "turn"),
                person.talkMs === null ? null : duration(person.talkMs),
                counted(person.transcripts, "transcript"),
              ]
                .filter((part) => part !== null)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </Page>
  );
}
