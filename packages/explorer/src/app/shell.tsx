import { Outlet } from "@tanstack/react-router";
import { useRef } from "react";
import { useWorkspace } from "../parts/links.tsx";
import { Toasts } from "../parts/toasts.tsx";
import { strings } from "../text/strings.ts";
import { Find } from "./find.tsx";
import { Navigation } from "./navigation.tsx";
import { ThemeChoice } from "./theme-choice.tsx";
import { useFreshViews } from "./use-fresh-views.ts";
import { useTitleFocus } from "./use-title-focus.ts";
import styles from "./shell.module.css";

/** The frame of all views of a workspace: navigation, find, and the view. */
export function Shell() {
  const content = useRef<HTMLElement>(null);
  useTitleFocus(content);
  useFreshViews(useWorkspace());
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {strings.skip}
      </a>
      <Navigation />
      <header className={styles.bar} data-bar>
        <Find />
        <ThemeChoice />
      </header>
      <main ref={content} id="content" className={styles.content} tabIndex={-1}>
        <Toasts>
          <Outlet />
        </Toasts>
      </main>
    </div>
  );
}
