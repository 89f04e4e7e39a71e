import type { AnswerSentence, Citation } from "colloquy/api";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Source } from "../../parts/evidence.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { ask as words } from "../../text/ask.ts";
import styles from "./ask.module.css";

interface ExchangeProps {
  /** Its number in the conversation, from 1. */
  readonly number: number;
  readonly question: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  /** Whether the sentences are the cited words themselves. */
  readonly extractive: boolean;
  /** What stands below the answer. */
  readonly children?: ReactNode;
}

/** A question with its answer. The numbers in the answer open the transcript beside it. */
export function Exchange({ number, question, sentences, citations, extractive, children }: ExchangeProps) {
  return (
    <article className={styles.exchange} aria-label={question}>
      <h2 className={styles.question}>{question}</h2>
      {extractive || sentences.length === 0 ? null : (
        <p className={styles.answer}>
          {sentences.map((sentence, index) => (
            // Sentences are only appended.
            <span key={index}>
              {sentence.text}
              {sentence.citations.map((n) => (
                <CitationLink key={n} exchange={number} n={n} />
              ))}{" "}
            </span>
          ))}
        </p>
      )}
      {citations.length === 0 ? null : (
        <ol className={styles.sources} aria-label={words.sources}>
          {citations.map((citation) => (
            <li key={citation.n} className={styles.source}>
              <CitationLink exchange={number} n={citation.n} />
              <div>
                <blockquote className={styles.words}>{citation.text}</blockquote>
                <Source evidence={citation} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {children}
    </article>
  );
}

/** The number of a citation. It opens the transcript beside the answer. */
function CitationLink({ exchange, n }: { readonly exchange: number; readonly n: number }) {
  const workspace = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/ask" });
  const cite = `${exchange}-${n}`;
  return (
    <Link
      to="/w/$workspace/ask"
      params={{ workspace }}
      search={{ ...search, cite }}
      className={styles.cite}
      activeOptions={{ exact: true }}
      aria-label={words.source(n)}
      state={true}
      resetScroll={false}
    >
      {n}
    </Link>
  );
}
