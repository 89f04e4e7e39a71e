import { type ReactNode, useState } from "react";
import { strings } from "../text/strings.ts";
import { Button } from "./button.tsx";
import { foldOf } from "./fold.ts";
import styles from "./fold.module.css";

/**
 * The first items of a list, and a button that shows more; no button if all are shown. An item for which `keep` is true is
 * shown in any case.
 */
export function useFold<Item>(
  items: readonly Item[],
  first: number,
  keep: (item: Item) => boolean = () => false,
): readonly [shown: readonly Item[], button: ReactNode] {
  const [open, setOpen] = useState(first);
  const { shown, next } = foldOf(items.length, first, open);
  const visible = shown === items.length ? items : items.filter((item, index) => index < shown || keep(item));
  if (next === null) return [visible, null];
  const button = (
    <Button kind="quiet" className={styles.button} aria-expanded={open > first} onClick={() => setOpen(next)}>
      {next <= first ? strings.fewer : next >= items.length ? strings.all(items.length) : strings.moreOf(next - shown)}
    </Button>
  );
  return [visible, button];
}
