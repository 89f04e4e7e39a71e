import { useInfiniteQuery } from "@tanstack/react-query";
import { transcriptsQuery } from "../api/queries.ts";
import { TranscriptLink, useWorkspace } from "../parts/links.tsx";
import { Loading } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { More } from "../parts/pager.tsx";
import { Problem } from "../parts/problem.tsx";
import { counted, date, duration, folderOf, titleOf } from "../text/format.ts";
import { strings } from "../text/strings.ts";
import list from "../parts/list.module.css";

/** All transcripts, in the order of their files. */
export function Transcripts() {
  const pages = useInfiniteQuery(transcriptsQuery(useWorkspace()));
  return (
    <Page title={strings.views.transcripts} width="measure">
      {pages.isPending ? <Loading /> : null}
      {pages.isError ? <Problem error={pages.error} retry={() => void pages.refetch()} /> : null}
      <ul className={list.list}>
        {pages.data?.pages
          .flatMap(({ items }) => items)
          .map(({ id, file, turns, durationMs, date: day }) => (
            <li key={id} className={list.row}>
              <span>
                <TranscriptLink place={{ file }} className={list.name}>
                  {titleOf(file)}
                </TranscriptLink>
                <span className={list.under}>{folderOf(file)}</span>
              </span>
              <span className={list.detail}>
                {[
                  day === null ? null : date(day),
                  durationMs === null ? null : duration(durationMs),
                  counted(turns, "turn"),
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
