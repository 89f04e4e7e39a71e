import { type ReactNode, useState } from "react";
import { strings } from "../text/strings.ts";
import { Button } from "./button.tsx";
import styles from "./fold.module.css";

/**
 * The first items of a list, and a button that shows all; no button if all are shown. An item for which `keep` is true is
 * shown in any case.
 */
export function useFold<Item>(
  items: readonly Item[],
  first: number,
  keep: (item: Item) => boolean = () => false,
): readonly [shown: readonly Item[], button: ReactNode] {
  const [isOpen, setOpen] = useState(false);
  // A button that shows one item more is longer than the item.
  if (items.length <= first + 1) return [items, null];
  const shown = isOpen ? items : items.filter((item, index) => index < first || keep(item));
  const button = (
    <Button kind="quiet" className={styles.button} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      {isOpen ? strings.fewer : strings.all(items.length)}
    </Button>
  );
  return [shown, button];
}
