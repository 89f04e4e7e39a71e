import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { Correction } from "colloquy/api";
import type { FormEvent, ReactNode } from "react";
import { correctionsQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { useWorkspace } from "../../../parts/links.tsx";
import { Sentence } from "../../../parts/sentence.tsx";
import { corrections as words } from "../../../text/corrections.ts";
import { strings } from "../../../text/strings.ts";
import { useCorrections } from "./use-corrections.ts";
import styles from "./corrections.module.css";

interface SentCorrection {
  readonly correction: Correction;
  /** Says that it is made. */
  readonly done: string;
  /** A name of the corrected entity; null if it is hidden. */
  readonly name: string | null;
}

interface FormProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What the dialog does, in a sentence. */
  readonly hint: string;
  /** The words of the button that sends it; null: there is nothing to correct. */
  readonly confirm: string | null;
  /** What is sent; null: nothing can be sent yet. */
  readonly correction: () => SentCorrection | null;
  readonly canSend: boolean;
  readonly width?: "normal" | "wide";
  readonly children?: ReactNode;
}

/** A dialog that sends one correction. It stays open with all entries if the server refuses. */
export function CorrectionForm({
  title,
  isOpen,
  onClose,
  hint,
  confirm,
  correction,
  canSend,
  width,
  children,
}: FormProps) {
  const workspace = useWorkspace();
  const { data } = useInfiniteQuery({ ...correctionsQuery(workspace), enabled: isOpen });
  const { correct } = useCorrections();
  const sending = useMutation({
    mutationFn: ({ correction: sent, done, name }: SentCorrection) => correct(sent, done, name),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const made = correction();
    if (made !== null && canSend && !sending.isPending) sending.mutate(made);
  };
  const close = (): void => {
    sending.reset();
    onClose();
  };
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      isBusy={sending.isPending}
      {...(width === undefined ? {} : { width })}
    >
      <form onSubmit={submit} className={styles.form}>
        <p>{hint}</p>
        {children}
        {confirm === null ? null : (
          <p className={styles.note}>{words.written(data?.pages[0]?.file ?? "aliases.yaml")}</p>
        )}
        {sending.error === null ? null : (
          <p className={styles.problem} role="alert">
            {words.failed} <Sentence text={sending.error.message} />
          </p>
        )}
        <p className={styles.status} role="status">
          {sending.isPending ? words.busy : null}
        </p>
        <div className={styles.buttons}>
          <Button onClick={close} aria-disabled={sending.isPending ? true : undefined}>
            {confirm === null ? strings.close : strings.cancel}
          </Button>
          {confirm === null ? null : (
            <Button type="submit" kind="primary" aria-disabled={!canSend || sending.isPending ? true : undefined}>
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
