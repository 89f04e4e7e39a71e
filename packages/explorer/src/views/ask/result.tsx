import type { Answer } from "colloquy/api";
import { Evidence } from "../../parts/evidence.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Sentence } from "../../parts/sentence.tsx";
import { dollars } from "../../text/format.ts";
import { ask as words } from "../../text/ask.ts";
import type { Progress } from "./asking.ts";
import styles from "./ask.module.css";

/** What stands below an answer that was just asked for: its state, and what it lacks. */
export function Result({ progress, model }: { readonly progress: Progress; readonly model: string | null }) {
  if (progress.state === "asking")
    return (
      <p className={styles.note} role="status">
        {words.thinking}
      </p>
    );
  if (progress.state === "stopped") return <p className={styles.note}>{words.stopped}</p>;
  if (progress.state === "failed") return <Problem error={progress.error} />;
  return <Facts answer={progress.answer} model={model} />;
}

function Facts({ answer, model }: { readonly answer: Answer; readonly model: string | null }) {
  const { outcome, answered, nearest, missing, extractive, costUsd } = answer;
  if (outcome === "budget-reached")
    return (
      <p className={styles.note}>
        <Sentence text={words.budget} />
      </p>
    );
  const written = extractive || model === null ? words.extractive : words.written(model);
  return (
    <>
      {answered ? null : <p className={styles.unanswered}>{words.notSaid}</p>}
      {answered || nearest === null ? null : (
        <div className={styles.nearest}>
          <p className={styles.note}>{words.nearest}</p>
          <Evidence evidence={nearest} />
        </div>
      )}
      {missing.length === 0 ? null : <p className={styles.note}>{words.missing(missing)}</p>}
      <p className={styles.note}>
        {answered ? written : null} {costUsd === null || costUsd === 0 ? null : words.costs(dollars(costUsd))}
      </p>
    </>
  );
}
