import { PanelRight } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { Button } from "../../parts/button.tsx";
import { titleOf } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { Drawer } from "./drawer.tsx";
import { FindBar } from "./find-bar.tsx";
import { MarksMenu } from "./marks-menu.tsx";
import { useReading } from "./reader-context.ts";
import type { Find, Looking } from "./use-find.ts";
import styles from "./tools.module.css";

interface ToolsProps {
  readonly find: Find;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
  /** How much of the text has been read, from 0 to 1. */
  readonly progress: number;
  readonly isPage: boolean;
  /** Whether the title is out of view. */
  readonly isScrolled: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The contents, for a drawer. */
  readonly contents: (close: () => void) => ReactNode;
}

/** What stands above the text: find, the choice of marks, and the contents where they have no column. */
export function Tools({ find, looking, look, progress, isPage, isScrolled, scroller, contents }: ToolsProps) {
  const { transcript, entities, layout } = useReading();
  const field = useRef<HTMLInputElement>(null);
  useFindKey(field, isPage);
  const { entity } = looking;
  const name = entity === undefined ? null : (nameOf(transcript.entities, entity) ?? entities.get(entity)?.name ?? "…");
  return (
    <div className={styles.tools}>
      {isPage ? (
        <p className={styles.where} data-shown={isScrolled || undefined} aria-hidden>
          {titleOf(transcript.file)}
        </p>
      ) : null}
      <FindBar
        input={field}
        find={find}
        looking={looking}
        look={look}
        entity={name}
        progress={progress}
        leave={() => scroller.current?.focus({ preventScroll: true })}
      />
      <MarksMenu />
      {layout === "wide" ? null : (
        <Drawer
          trigger={
            <Button kind="quiet" aria-label={words.contents}>
              <PanelRight size={16} aria-hidden />
              <span className={styles.word}>{words.contents}</span>
            </Button>
          }
        >
          {contents}
        </Drawer>
      )}
    </div>
  );
}

function nameOf(entities: readonly { readonly id: string; readonly name: string }[], id: string): string | undefined {
  return entities.find((entity) => entity.id === id)?.name;
}

/** Ctrl+F finds in the whole transcript: the browser's own find sees only what is in the page. A second press is the browser's. */
function useFindKey(field: RefObject<HTMLInputElement | null>, isPage: boolean): void {
  useEffect(() => {
    if (!isPage) return;
    const press = (event: KeyboardEvent): void => {
      const isFind =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "f";
      const input = field.current;
      if (!isFind || input === null || document.activeElement === input) return;
      event.preventDefault();
      input.focus();
      input.select();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [field, isPage]);
}
