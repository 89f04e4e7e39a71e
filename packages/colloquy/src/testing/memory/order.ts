import { compareText } from "../../model/index.ts";

/** Compares by the first key that differs: text by code point, numbers by size. */
export function orderBy<Item>(
  ...keys: readonly ((item: Item) => string | number)[]
): (left: Item, right: Item) => number {
  return (left, right) => {
    for (const key of keys) {
      const [a, b] = [key(left), key(right)];
      const order = typeof a === "string" && typeof b === "string" ? compareText(a, b) : Number(a) - Number(b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
