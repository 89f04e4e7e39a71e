/** The order of code points, as in databases; text with lone surrogates is last. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (left.isWellFormed() !== right.isWellFormed()) return left.isWellFormed() ? -1 : 1;
  const encoding = left.isWellFormed() ? "utf8" : "utf16le";
  return Buffer.compare(Buffer.from(left, encoding), Buffer.from(right, encoding));
}

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
