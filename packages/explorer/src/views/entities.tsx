import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { entitiesQuery, overviewQuery } from "../api/queries.ts";
import { Button } from "../parts/button.tsx";
import { EntityLink, useWorkspace } from "../parts/links.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { More } from "../parts/pager.tsx";
import { Problem } from "../parts/problem.tsx";
import { counted, number, typeWords } from "../text/format.ts";
import { strings } from "../text/strings.ts";
import { entities } from "../text/entities.ts";
import chips from "../parts/chips.module.css";
import list from "../parts/list.module.css";

/** Is loaded when it is opened, because the list of entities is part of what is loaded first. */
const CorrectionsMade = lazy(async () => ({
  default: (await import("./entity/corrections/made.tsx")).CorrectionsMade,
}));

/** All entities, the most mentioned first; of one type, or of all. */
export function Entities() {
  const workspace = useWorkspace();
  const { type } = useSearch({ from: "/w/$workspace/entities" });
  const pages = useInfiniteQuery(entitiesQuery(workspace, type));
  const { data } = useQuery(overviewQuery(workspace));
  const types = Object.entries(data?.counts.entityTypes ?? {}).toSorted(([, one], [, other]) => other - one);
  return (
    <Page title={strings.views.entities} width="measure" actions={<Corrections />}>
      <ul className={chips.chips} aria-label={entities.types}>
        {[[undefined, data?.counts.entities] as const, ...types].map(([each, count]) => (
          <li key={each ?? ""}>
            <Link
              to="/w/$workspace/entities"
              params={{ workspace }}
              search={{ type: each }}
              activeOptions={{ exact: true }}
              className={chips.chip}
            >
              {each === undefined ? entities.all : typeWords(each)}
              {count === undefined ? null : <span className={chips.count}>{number(count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
      <ul className={list.list}>
        {pages.data?.pages
          .flatMap(({ items }) => items)
          .map((entity) => (
            <li key={entity.id} className={list.row}>
              <span>
                <EntityLink entity={entity} className={list.name} />
                <span className={list.under}>{typeWords(entity.type)}</span>
              </span>
              <span className={list.detail}>
                {counted(entity.mentions, "mention")} · {counted(entity.transcripts, "transcript")}
              </span>
            </li>
          ))}
      </ul>
      <More pages={pages} />
    </Page>
  );
}

/** Opens the list of corrections, which has the hidden names. */
function Corrections() {
  const [isOpen, setOpen] = useState<boolean | null>(null);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{entities.corrections}</Button>
      {isOpen === null ? null : (
        <Suspense fallback={null}>
          <CorrectionsMade isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
