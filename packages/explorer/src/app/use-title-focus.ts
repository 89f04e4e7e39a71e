import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";

/**
 * After a change of the view its title has the focus, so that a screen reader says it and a keyboard goes on from there. A view
 * that has only its own search words changed, or that puts the focus elsewhere itself, keeps it.
 */
export function useTitleFocus(content: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  useEffect(() => {
    const { current } = content;
    if (current === null) return;
    const focus = (): void => {
      const title = current.querySelector("h1");
      if (title === null || isWithin(current)) return;
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
    };
    // A view replaces its title when it has been read. The focus belongs to the person from the first key or press on.
    const observer = new MutationObserver(focus);
    const stop = (): void => observer.disconnect();
    const leave = router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
      if (fromLocation === undefined || !pathChanged) return;
      focus();
      observer.observe(current, { childList: true, subtree: true });
    });
    for (const event of STOPPING) document.addEventListener(event, stop, true);
    return () => {
      leave();
      stop();
      for (const event of STOPPING) document.removeEventListener(event, stop, true);
    };
  }, [router, content]);
}

const STOPPING = ["keydown", "pointerdown"] as const;

function isWithin(content: HTMLElement): boolean {
  const { activeElement } = document;
  return activeElement !== content && content.contains(activeElement);
}
