import { type TurnView, renderView } from "./chunk.ts";
import { contentId } from "./ids.ts";

/** The key of paid work. Chunks with equal text in a prompt have equal keys, in any transcript. */
export function contentKey(view: readonly TurnView[]): string {
  return contentId("content", renderView(view));
}
