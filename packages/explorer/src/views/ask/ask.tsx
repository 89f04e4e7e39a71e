import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import type { KeptAnswer } from "colloquy/api";
import { useEffect, useRef } from "react";
import { answersQuery, sessionQuery } from "../../api/queries.ts";
import { Button, buttonClass } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Page } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { QuestionField } from "../../parts/question-field.tsx";
import { ScopeChips } from "../../parts/scope.tsx";
import { Sentence } from "../../parts/sentence.tsx";
import { ask as words } from "../../text/ask.ts";
import { strings } from "../../text/strings.ts";
import { TranscriptPane } from "../transcript/pane.tsx";
import { citedWords } from "./conversation.ts";
import { Exchange } from "./exchange.tsx";
import { History } from "./history.tsx";
import { Result } from "./result.tsx";
import { useAsk } from "./use-ask.ts";
import styles from "./ask.module.css";

/** A conversation about the transcripts. A citation opens its transcript beside the answer. */
export function AskView() {
  const workspace = useWorkspace();
  const navigate = useNavigate({ from: "/w/$workspace/ask" });
  const { q = "", conversation, cite, ...scope } = useSearch({ from: "/w/$workspace/ask" });
  const { data: session } = useQuery(sessionQuery);
  const history = useInfiniteQuery({ ...answersQuery(workspace), enabled: conversation === undefined });
  const earlier = useInfiniteQuery({ ...answersQuery(workspace, conversation), enabled: conversation !== undefined });
  const go = (search: { q?: string; conversation?: string; cite?: string } & typeof scope, replace = false): void => {
    void navigate({ to: "/w/$workspace/ask", params: { workspace }, search: { ...scope, ...search }, replace });
  };
  const { asking, ask, stop, clear } = useAsk(workspace);
  const kept = conversation === undefined ? [] : itemsOf(earlier.data).toReversed();

  const send = (question: string): void => {
    const { file: files, speaker } = scope;
    void ask({ question, conversation, files: files && [...files], speaker });
    go({ conversation }, true);
  };
  useAskAtOnce(q, send);
  const answeredIn = asking?.answer?.conversation ?? undefined;
  useEffect(() => {
    if (answeredIn !== undefined)
      void navigate({ search: ({ q: _asked, ...search }) => ({ ...search, conversation: answeredIn }), replace: true });
  }, [answeredIn, navigate]);

  const exchanges = kept.map((each) => ({ ...each, extractive: each.profile === null }));
  // The answer is in the conversation as soon as the server lists it.
  const latest = exchanges.at(-1);
  const isListed = answeredIn !== undefined && latest?.question === asking?.question && latest !== undefined;
  const shownKept = isListed && latest.time >= (asking?.since ?? "") ? exchanges.slice(0, -1) : exchanges;
  const current =
    asking === null ? null : { ...asking, extractive: asking.answer?.extractive ?? session?.model === null };
  const cited = citedWords([...shownKept, ...(current === null ? [] : [current])], cite);
  const isEmpty = exchanges.length === 0 && asking === null;
  const startAnew = (
    <Link to="/w/$workspace/ask" params={{ workspace }} search={{}} className={buttonClass} onClick={clear}>
      {words.newOne}
    </Link>
  );
  return (
    <div className={styles.view} data-beside={cited !== null}>
      <div className={styles.conversation}>
        <Page title={strings.views.ask} width="measure" actions={isEmpty ? undefined : startAnew}>
          <More pages={earlier} text={words.earlier} />
          {shownKept.map((each, index) => (
            <Exchange key={each.time} {...each} number={index + 1} sentences={each.answer}>
              {each.answered ? null : <p className={styles.unanswered}>{words.notSaid}</p>}
            </Exchange>
          ))}
          {current === null ? null : (
            <Exchange {...current} number={shownKept.length + 1}>
              <Result asking={current} model={session?.model ?? null} />
              {current.state === "asking" ? <Button onClick={stop}>{words.stop}</Button> : null}
            </Exchange>
          )}
          <QuestionField
            label={words.field}
            placeholder={isEmpty ? words.placeholder : words.further}
            submit={words.submit}
            value={q}
            clears
            disabled={current?.state === "asking"}
            onSubmit={send}
          >
            <ScopeChips
              scope={scope}
              onChange={(changed) => go({ q, conversation, cite, file: undefined, speaker: undefined, ...changed })}
            />
            {isEmpty && session !== undefined ? (
              <p className={styles.note}>
                <Sentence text={session.model === null ? words.withoutModel : words.withModel(session.model)} />
              </p>
            ) : null}
          </QuestionField>
          {isEmpty && history.data !== undefined ? (
            <>
              <History answers={itemsOf(history.data)} />
              <More pages={history} />
            </>
          ) : null}
        </Page>
      </div>
      {cited === null ? null : (
        <aside className={styles.beside}>
          <TranscriptPane
            workspace={workspace}
            file={cited.file}
            chunk={cited.chunk}
            at={`${cited.startOffset}-${cited.endOffset}`}
            onClose={() => go({ q: q === "" ? undefined : q, conversation })}
          />
        </aside>
      )}
    </div>
  );
}

function itemsOf(
  data: { readonly pages: readonly { readonly items: readonly KeptAnswer[] }[] } | undefined,
): readonly KeptAnswer[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

/**
 * Asks the question that another view sent here. A question that is only in the address is not asked, because a link of another
 * page must not spend money.
 */
function useAskAtOnce(q: string, send: (question: string) => void): void {
  const { state } = useLocation();
  const asked = useRef("");
  useEffect(() => {
    if (state.ask !== true || q === "" || asked.current === state.key) return;
    asked.current = state.key ?? q;
    send(q);
  });
}
