import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { searchQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
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
  const { data, error, isFetching, refetch } = useQuery(searchQuery(workspace, q, filter));
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
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {q === "" ? <Recent recent={recent} onForget={forget} /> : null}
      {q !== "" && data === undefined && error === null ? <Loading /> : null}
      {q === "" || data === undefined || error !== null ? null : (
        <div aria-busy={isFetching}>
          <p className={styles.count} role="status">
            {data.hits.length === 0 ? words.none : data.found ? words.hits(data.hits.length) : words.weak}
            {data.absent.length === 0 ? null : ` ${words.absent(data.absent)}`}
          </p>
          <ol>
            {data.hits.map((hit) => (
              <HitItem key={hit.chunk} hit={hit} />
            ))}
          </ol>
        </div>
      )}
    </Page>
  );
}
