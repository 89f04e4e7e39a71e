import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Comparison } from "colloquy/api";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { comparisonQuery, TOPIC_LIMITS } from "../../api/queries.ts";
import { Button } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { Compared } from "./compared.tsx";
import { PersonChoice } from "./person-choice.tsx";
import { Proposed } from "./proposed.tsx";
import columns from "../../parts/columns.module.css";
import styles from "./compare.module.css";

const [FIRST_LIMIT] = TOPIC_LIMITS;

/** Undefined if all topics are shown, or as many as there can be. */
function nextLimit({ shared, sharedCount, only }: Comparison, limit: number): number | undefined {
  const hasMore = sharedCount > shared.length || only.some(({ count, topics }) => count > topics.length);
  return hasMore ? TOPIC_LIMITS.find((more) => more > limit) : undefined;
}

/** Two people side by side. Both are in the address. */
export function CompareView() {
  const workspace = useWorkspace();
  const navigate = useNavigate({ from: "/w/$workspace/compare" });
  const { one, other } = useSearch({ from: "/w/$workspace/compare" });
  const isSame = one !== undefined && one === other;
  const isReady = one !== undefined && other !== undefined && !isSame;
  const pair = `${one} ${other}`;
  const [opened, setOpened] = useState({ pair, limit: FIRST_LIMIT });
  const limit = opened.pair === pair ? opened.limit : FIRST_LIMIT;
  const {
    data: comparison,
    error,
    isFetching,
    isPlaceholderData,
    refetch,
  } = useQuery({ ...comparisonQuery(workspace, one ?? "", other ?? "", limit), enabled: isReady });
  const next = comparison === undefined ? undefined : nextLimit(comparison, limit);
  const [left, right] = comparison?.speakers ?? [];
  const choose = (chosen: { readonly one?: string; readonly other?: string }): void =>
    void navigate({ search: (search) => ({ ...search, ...chosen }) });
  const title =
    left === undefined || right === undefined || !isReady ? words.title : words.titleOf(left.name, right.name);
  const swap = (
    <Button onClick={() => void navigate({ search: { one: other, other: one }, replace: true })}>
      <ArrowLeftRight size={16} aria-hidden />
      {words.swap}
    </Button>
  );
  return (
    <Page
      title={title}
      kicker={title === words.title ? undefined : words.title}
      actions={one === undefined && other === undefined ? undefined : swap}
    >
      <div className={`${columns.two} ${styles.choices}`}>
        <PersonChoice
          label={words.one}
          value={one}
          known={left}
          without={other}
          onChoose={(id) => choose({ one: id })}
        />
        <PersonChoice
          label={words.other}
          value={other}
          known={right}
          without={one}
          onChoose={(id) => choose({ other: id })}
        />
      </div>
      {isReady ? null : <p className={styles.hint}>{isSame ? words.samePerson : words.hint}</p>}
      {isReady || isSame ? null : <Proposed one={one} other={other} />}
      {isReady && error !== null ? <Problem error={error} retry={() => void refetch()} /> : null}
      {isReady && isFetching && comparison === undefined ? <Loading /> : null}
      {isReady && comparison !== undefined ? (
        <div aria-busy={isFetching}>
          <Compared comparison={comparison} />
          <More
            pages={{
              hasNextPage: next !== undefined,
              isFetchingNextPage: isPlaceholderData,
              fetchNextPage: () => setOpened({ pair, limit: next ?? limit }),
            }}
            text={words.more}
          />
        </div>
      ) : null}
    </Page>
  );
}
