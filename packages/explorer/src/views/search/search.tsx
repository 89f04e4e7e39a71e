import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SearchResult } from "colloquy/api";
import { useEffect } from "react";
import { searchQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
import { QuestionField } from "../../parts/question-field.tsx";
import { ScopeChips } from "../../parts/scope.tsx";
import { search as words } from "../../text/search.ts";
import { strings } from "../../text/strings.ts";
import chips from "../../parts/chips.module.css";
import { HitItem } from "./hit.tsx";
import { Recent } from "./recent.tsx";
import { useRecent } from "./use-recent.ts";
import styles from "./search.module.css";

/** Places in the transcripts that fit words; words and filters are in the address. */
export function SearchView() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const { q = "", exact, ...scope } = useSearch({ from: "/w/$workspace/search" });
  const filter = { ...scope, ...(exact === true ? { exact } : {}) };
  const pages = useInfiniteQuery(searchQuery(workspace, q, filter));
  const { error } = pages;
  const found = pages.data?.pages.at(-1);
  const { recent, remember, forget } = useRecent(workspace);
  useEffect(() => {
    if (q !== "") remember(q);
  }, [q, remember]);

  const go = (search: Partial<{ q: string; exact: boolean | undefined } & typeof scope>): void => {
    void navigate({ to: "/w/$workspace/search", params: { workspace }, search: { q, exact, ...scope, ...search } });
  };
  return (
    <Page
      title={q === "" ? strings.views.search : q}
      kicker={q === "" ? undefined : strings.views.search}
      width="measure"
    >
      <QuestionField
        label={words.field}
        placeholder={words.placeholder}
        submit={words.submit}
        value={q}
        onSubmit={(text) => go({ q: text })}
      >
        <div className={styles.filters}>
          <ScopeChips scope={scope} onChange={(changed) => go({ ...changed })} />
          <button
            type="button"
            className={chips.chip}
            aria-pressed={exact === true}
            onClick={() => go({ exact: exact === true ? undefined : true })}
          >
            {words.exact}
          </button>
        </div>
      </QuestionField>
      {error === null ? null : <Problem error={error} retry={() => void pages.refetch()} />}
      {q === "" ? <Recent recent={recent} onForget={forget} /> : null}
      {q !== "" && found === undefined && error === null ? <Loading /> : null}
      {q === "" || found === undefined ? null : (
        <div aria-busy={pages.isFetching}>
          <Found found={found} />
          <More pages={pages} />
        </div>
      )}
    </Page>
  );
}

/** What was found, and how much of it is shown. */
function Found({ found: { hits, found, more, absent } }: { readonly found: SearchResult }) {
  const count = more ? words.best(hits.length) : words.hits(hits.length);
  return (
    <>
      <p className={styles.count} role="status">
        {hits.length === 0 ? words.none : found ? count : words.weak}
        {absent.length === 0 ? null : ` ${words.absent(absent)}`}
      </p>
      <ol>
        {hits.map((hit) => (
          <HitItem key={hit.chunk} hit={hit} />
        ))}
      </ol>
    </>
  );
}
