/** A page of a listing, and the cursor of the next one; null after the last. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Walks a listing page by page, fetching one page ahead, so that reading and writing overlap and memory stays bounded. */
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
    // The reader may leave while a page is under way: its failure is nobody's then.
    await Promise.allSettled([upcoming]);
  }
}
