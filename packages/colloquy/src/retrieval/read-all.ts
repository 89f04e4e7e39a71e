import type { Page } from "../ports/index.ts";

const MOST_ROWS = 1_000;

/** Reads a list page by page, up to a limit or to its end. */
export async function readAll<Row, Position>(
  list: {
    readonly read: (page: Page<Position>) => Promise<readonly Row[]>;
    readonly positionOf: (row: Row) => Position;
    /** Rows per page. Default 1,000. */
    readonly atOnce?: number;
  },
  {
    limit = Number.POSITIVE_INFINITY,
    signal,
  }: { readonly limit?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly Row[]> {
  const { read, positionOf, atOnce = MOST_ROWS } = list;
  const rows: Row[] = [];
  for (;;) {
    const wanted = Math.min(atOnce, limit - rows.length);
    if (wanted <= 0) return rows;
    const last = rows.at(-1);
    const page = await read({
      limit: wanted,
      ...(last === undefined ? {} : { after: positionOf(last) }),
      ...(signal === undefined ? {} : { signal }),
    });
    rows.push(...page);
    if (page.length < wanted) return rows;
  }
}
