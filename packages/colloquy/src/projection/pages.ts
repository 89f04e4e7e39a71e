/** A page of a listing, with the cursor of the next page; null after the last. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Walks a listing page by page, fetching one page ahead, so that reading and writing overlap in bounded memory. */
export async function* walkPages<Row>(
  fetch: (cursor: string | null) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[]> {
  let upcoming: Promise<Page<Row>> | null = fetch(null);
  try {
    while (upcoming !== null) {
      const page: Page<Row> = await upcoming;
      upcoming = page.next === null ? null : fetch(page.next);
      if (page.rows.length > 0) yield page.rows;
    }
  } finally {
    // If the reader stops early, a failure of the upcoming page is ignored.
    await Promise.allSettled([upcoming]);
  }
}
