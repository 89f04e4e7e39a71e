import { type TurnView, renderView } from "./chunk.ts";
import { contentId } from "./ids.ts";

/** The key of paid work: equal for chunks that a prompt shows alike, wherever they stand. */
export function contentKey(view: readonly TurnView[]): string {
  return contentId("content", renderView(view));
}
