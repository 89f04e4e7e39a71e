import { useLocation, useNavigate, useParams, useSearch } from "@tanstack/react-router";
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
        visit={useVisit([find, entity, speaker].join("\n"))}
        isPage
        looking={{ find, entity, speaker }}
        look={look}
      />
    </div>
  );
}

/** Changes whenever the address was visited again; not when it is replaced because something is looked for. */
function useVisit(looking: string): string {
  const key = useLocation({ select: ({ state, href }) => state.__TSR_key ?? href });
  const last = useRef({ key, looking, visit: key });
  if (last.current.key !== key) {
    const isSame = last.current.looking !== looking;
    last.current = { key, looking, visit: isSame ? last.current.visit : key };
  }
  return last.current.visit;
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
