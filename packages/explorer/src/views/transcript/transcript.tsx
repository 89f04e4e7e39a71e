import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useWorkspace } from "../../parts/links.tsx";
import { titleOf } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";
import { TranscriptPane } from "./pane.tsx";
import type { Looking } from "./use-find.ts";
import styles from "./reader.module.css";

const ROUTE = "/w/$workspace/transcripts/$";

/** A transcript as a page. Its address has the words that are shown, and what is looked for. */
export function TranscriptView() {
  const workspace = useWorkspace();
  const { _splat: file = "" } = useParams({ strict: false });
  const { at, chunk, find, entity, speaker } = useSearch({ from: ROUTE });
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const height = useHeightToEnd(place);
  useEffect(() => {
    document.title = `${titleOf(file)} · ${strings.product}`;
  }, [file]);
  const look = useCallback(
    (looking: Looking) =>
      void navigate({
        from: ROUTE,
        to: ".",
        search: (before) => ({ ...before, ...looking }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return (
    <div ref={place} className={styles.page} style={{ height }}>
      <TranscriptPane
        workspace={workspace}
        file={file}
        at={at}
        chunk={chunk}
        visit={useVisit()}
        isPage
        looking={{ find, entity, speaker }}
        look={look}
      />
    </div>
  );
}

/** Changes when the same address is opened once more, by the same link. */
function useVisit(): number {
  const router = useRouter();
  const [visit, setVisit] = useState(0);
  useEffect(
    () =>
      router.subscribe("onBeforeLoad", ({ hrefChanged }) => {
        if (!hrefChanged) setVisit((before) => before + 1);
      }),
    [router],
  );
  return visit;
}

/** The height from the top of an element to the end of the window. */
function useHeightToEnd(element: React.RefObject<HTMLElement | null>): string {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = (): void => setTop(Math.round((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return `calc(100dvh - ${top}px)`;
}
