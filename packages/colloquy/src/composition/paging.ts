import type { Page } from "../ports/index.ts";

const ROWS_A_PAGE = 500;

/** Reads a listing page by page up to a limit; without one, to its end. */
export async function readAll<Row>(
  read: (page: Page) => Promise<readonly Row[]>,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const wanted = Math.min(ROWS_A_PAGE, limit - rows.length);
    if (wanted <= 0) return rows;
    const page = await read({ limit: wanted, offset: rows.length });
    rows.push(...page);
    if (page.length < wanted) return rows;
  }
}
