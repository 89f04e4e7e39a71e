import type { GraphReader } from "../../ports/index.ts";
import { draw } from "./drawing.ts";
import { page } from "./page.ts";
import { selectPicture } from "./selection.ts";

export interface PictureOptions {
  /** Title of the page; default: "Conversations". */
  readonly title?: string;
  /** One sentence about how the graph was made, as extractors describe themselves. */
  readonly caption?: string;
  /** Maximum number of entities; default: 60. */
  readonly entities?: number;
  /** Types of relations that are not among the drawn ones; default: IS_A, which says what an entity is, and is drawn apart. */
  readonly undrawn?: readonly string[];
}

const ENTITIES = 60;
const UNDRAWN = ["IS_A"];

/** One self-contained page with the most important part of the graph. It makes no network request. */
export async function* pictureHtml(graph: GraphReader, options: PictureOptions): AsyncIterable<string> {
  const title = options.title ?? "Conversations";
  const selection = await selectPicture(graph, options.entities ?? ENTITIES, options.undrawn ?? UNDRAWN);
  const counts = await graph.counts();
  yield page({ title, caption: options.caption ?? "", counts, selection, drawing: draw(selection, title) });
}
