import { useQuery } from "@tanstack/react-query";
import type { Transcript } from "colloquy/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { transcriptQuery } from "../../api/queries.ts";
import { Loading } from "../../parts/loading.tsx";
import { Problem } from "../../parts/problem.tsx";
import { PaneTitle } from "./pane-title.tsx";
import { Reader } from "./reader.tsx";
import type { Looking } from "./use-find.ts";
import styles from "./reader.module.css";

export interface TranscriptPaneProps {
  readonly workspace: string;
  readonly file: string;
  /** Offsets of the words to show, as START-END. */
  readonly at?: string | undefined;
  /** Decides between files of one name. */
  readonly chunk?: string | undefined;
  /** Shows the words of `at` again when it changes. */
  readonly visit?: string | number | undefined;
  /** Whether the transcript is the page, and not beside something else. Default false. */
  readonly isPage?: boolean;
  /** Shows a button that closes the pane. */
  readonly onClose?: (() => void) | undefined;
  /** What is looked for, if an address keeps it. Default: the pane keeps it. */
  readonly looking?: Looking | undefined;
  readonly look?: ((looking: Looking) => void) | undefined;
}

/**
 * A transcript to read, with a recording if there is one. It fills its parent, which must have a height, and scrolls by itself.
 */
export function TranscriptPane({ isPage = false, looking, look, ...props }: TranscriptPaneProps) {
  const { workspace, file, at, chunk, visit, onClose } = props;
  const { data, error, refetch } = useTranscript(workspace, file, chunk);
  const [own, setOwn] = useState<Looking>({});
  const lookHere = useCallback((changed: Looking) => setOwn((before) => ({ ...before, ...changed })), []);
  if (data === undefined)
    return (
      <>
        {isPage ? null : <PaneTitle place={{ file }} onClose={onClose} />}
        <div className={styles.alone}>
          {error === null ? <Loading /> : <Problem error={error} retry={() => void refetch()} isPage={isPage} />}
        </div>
      </>
    );
  return (
    <Reader
      key={data.id}
      {...{ workspace, at, chunk, visit, isPage, onClose }}
      transcript={data}
      looking={looking ?? own}
      look={look ?? lookHere}
    />
  );
}

/** Reads a transcript. Another chunk of the same file needs no other answer, unless another file has this chunk. */
function useTranscript(workspace: string, file: string, chunk: string | undefined) {
  const known = useRef<{ readonly workspace: string; readonly chunk: string | undefined; readonly data: Transcript }>(
    null,
  );
  const { current } = known;
  const here = current !== null && current.workspace === workspace && current.data.file === file ? current : null;
  const isIn = here !== null && (chunk === undefined || here.data.chunks.some(({ id }) => id === chunk));
  const asked = isIn ? here.chunk : chunk;
  const query = useQuery({ ...transcriptQuery(workspace, file, asked), placeholderData: here?.data });
  const { data, isPlaceholderData } = query;
  useEffect(() => {
    if (data !== undefined && !isPlaceholderData) known.current = { workspace, chunk: asked, data };
  }, [workspace, asked, data, isPlaceholderData]);
  return query;
}
