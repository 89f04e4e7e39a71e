import { useSyncExternalStore } from "react";

const query = (): MediaQueryList => matchMedia("print");

/** Whether the page is being printed. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = query();
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => query().matches,
  );
}
