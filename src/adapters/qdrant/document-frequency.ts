import type { QdrantConnection } from "./connection.ts";
import { ofWorkspace } from "./filters.ts";
import { KEYWORD_VECTOR, keywordQuery } from "./keywords.ts";

/** As many hits are counted by their ids; beyond, it is asked where they end. */
const COUNTED_AT_ONCE = 1_000;

/**
 * In how many passages of a workspace a term stands, exactly: all that a search for it finds. Of common terms the hits
 * are not listed: whether there is one more than `n` tells a search that skips `n`, which halves what is left each time.
 */
export async function documentFrequency(
  connection: QdrantConnection,
  collection: string,
  { workspace, term }: { readonly workspace: string; readonly term: string },
): Promise<number> {
  const query = keywordQuery(workspace, [term]);
  if (query === null) return 0;
  const filter = ofWorkspace(workspace);
  const hits = async (offset: number, limit: number): Promise<number> => {
    const { points } = await connection.call(async (client) =>
      client.query(collection, { query, using: KEYWORD_VECTOR, filter, offset, limit, with_payload: false }),
    );
    return points.length;
  };
  const first = await hits(0, COUNTED_AT_ONCE);
  if (first < COUNTED_AT_ONCE) return first;
  const { count } = await connection.call(async (client) => client.count(collection, { filter, exact: true }));
  let [least, most] = [COUNTED_AT_ONCE, Math.max(COUNTED_AT_ONCE, count)];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if ((await hits(middle, 1)) > 0) least = middle + 1;
    else most = middle;
  }
  return least;
}
