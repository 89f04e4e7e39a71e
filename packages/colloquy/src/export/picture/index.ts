import type { GraphReader } from "../../ports/index.ts";
import { draw } from "./drawing.ts";
import { page } from "./page.ts";
import { selectPicture } from "./selection.ts";

export interface PictureOptions {
  /** What the page is called; "Conversations" by default. */
  readonly title?: string;
  /** What made the graph, in an honest sentence, as extractors describe themselves. */
  readonly caption?: string;
  /** How many entities are shown at most; 60 by default. */
  readonly entities?: number;
  /** Types of relations that are not drawn; IS_A by default, which says what a thing is and not what it does. */
  readonly undrawn?: readonly string[];
}

const ENTITIES = 60;
const UNDRAWN = ["IS_A"];

/** One self-contained page that shows the most telling part of the graph; it asks the network for nothing. */
export async function* pictureHtml(graph: GraphReader, options: PictureOptions): AsyncIterable<string> {
  const title = options.title ?? "Conversations";
  const selection = await selectPicture(graph, options.entities ?? ENTITIES, options.undrawn ?? UNDRAWN);
  const counts = await graph.counts();
  yield page({ title, caption: options.caption ?? "", counts, selection, drawing: draw(selection, title) });
}
