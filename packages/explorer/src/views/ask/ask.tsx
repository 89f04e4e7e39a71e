import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Citation } from "colloquy/api";
import { answersQuery, sessionQuery } from "../../api/queries.ts";
import { Button, buttonClass } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Problem } from "../../parts/problem.tsx";
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
import { type Conversation, itemsOf, useConversation } from "./use-conversation.ts";
import styles from "./ask.module.css";

/** A conversation about the transcripts. A citation opens its transcript beside the answer. */
export function AskView() {
  const workspace = useWorkspace();
  const { cite } = useSearch({ from: "/w/$workspace/ask" });
  const conversation = useConversation();
  const { phase, kept, current, earlier } = conversation;
  const cited = citedWords([...kept, ...(current === null ? [] : [current])], cite);
  const startAnew = (
    <Link to="/w/$workspace/ask" params={{ workspace }} search={{}} className={buttonClass}>
      {words.newOne}
    </Link>
  );
  return (
    <div className={styles.view} data-beside={cited !== null}>
      <div className={styles.conversation}>
        <Page title={strings.views.ask} width="measure" actions={phase === "start" ? undefined : startAnew}>
          {phase === "loading" ? <Loading /> : null}
          {phase === "failed" ? <Problem error={earlier.error} retry={() => void earlier.refetch()} /> : null}
          {phase === "unknown" ? <p className={styles.note}>{words.unknown}</p> : null}
          {phase === "open" ? <Exchanges conversation={conversation} /> : null}
          <Question conversation={conversation} />
          {phase === "start" ? <Earlier /> : null}
        </Page>
      </div>
      {cited === null ? null : <Beside cited={cited} />}
    </div>
  );
}

function Exchanges({ conversation: { kept, current, earlier, stop } }: { readonly conversation: Conversation }) {
  const { data: session } = useQuery(sessionQuery);
  const model = session?.model ?? null;
  return (
    <>
      <More pages={earlier} text={words.earlier} />
      {kept.map((each, index) => (
        <Exchange
          key={each.time}
          {...each}
          number={index + 1}
          sentences={each.answer}
          extractive={each.profile === null}
        >
          {each.answered ? null : <p className={styles.unanswered}>{words.notSaid}</p>}
        </Exchange>
      ))}
      {current === null ? null : (
        <Exchange
          {...current}
          number={kept.length + 1}
          extractive={current.progress.state === "answered" ? current.progress.answer.extractive : model === null}
        >
          <Result progress={current.progress} model={model} />
          {current.progress.state === "asking" ? <Button onClick={stop}>{words.stop}</Button> : null}
        </Exchange>
      )}
    </>
  );
}

/** The field for a question, with the words that count. */
function Question({ conversation: { phase, current, send } }: { readonly conversation: Conversation }) {
  const navigate = useNavigate({ from: "/w/$workspace/ask" });
  const { q = "", file, speaker } = useSearch({ from: "/w/$workspace/ask" });
  const { data: session } = useQuery(sessionQuery);
  return (
    <QuestionField
      label={words.field}
      placeholder={phase === "open" ? words.further : words.placeholder}
      submit={words.submit}
      value={q}
      clears
      disabled={current?.progress.state === "asking"}
      onSubmit={send}
    >
      <ScopeChips
        scope={{ ...(file === undefined ? {} : { file }), ...(speaker === undefined ? {} : { speaker }) }}
        onChange={(scope) =>
          void navigate({
            search: (search) => ({ ...search, file: undefined, speaker: undefined, ...scope }),
            state: true,
          })
        }
      />
      {phase !== "start" || session === undefined ? null : (
        <p className={styles.note}>
          <Sentence text={session.model === null ? words.withoutModel : words.withModel(session.model)} />
        </p>
      )}
    </QuestionField>
  );
}

/** Earlier conversations. */
function Earlier() {
  const history = useInfiniteQuery(answersQuery(useWorkspace()));
  if (history.data === undefined) return null;
  return (
    <>
      <History answers={itemsOf(history.data)} />
      <More pages={history} />
    </>
  );
}

/** The transcript of cited words. */
function Beside({ cited: { file, chunk, startOffset, endOffset } }: { readonly cited: Citation }) {
  const workspace = useWorkspace();
  const navigate = useNavigate({ from: "/w/$workspace/ask" });
  return (
    <aside className={styles.beside}>
      <TranscriptPane
        workspace={workspace}
        file={file}
        chunk={chunk}
        at={`${startOffset}-${endOffset}`}
        onClose={() => void navigate({ search: (search) => ({ ...search, cite: undefined }), state: true })}
      />
    </aside>
  );
}
