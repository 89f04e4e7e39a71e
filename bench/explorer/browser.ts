import { type Spread, spreadOf } from "../figures.ts";
import { type GraphFigures, measureGraph } from "./picture.ts";
import { measureScrolling, type ScrollFigures } from "./scrolling.ts";
import { type Place, Serving } from "./serving.ts";
import { readSubjects } from "./subjects.ts";
import { type Bytes, bytesBeforeGraph, measureViews, type ViewFigures, viewsOf } from "./views.ts";

/** Entities of the pictures in which frames are counted. */
const SHOWN = [150, 500];

/** Figures of several repetitions by their names, such as `overview content ms`. */
export type Spreads = Readonly<Record<string, Spread>>;

export interface BrowserFigures {
  readonly workspace: string;
  readonly repetitions: number;
  readonly transcript: { readonly file: string; readonly characters: number; readonly durationMs: number | null };
  readonly bytesBeforeGraph: Bytes;
  readonly spreads: Spreads;
}

/** Each repetition begins with browsers that nobody used; the server is the same. */
export async function measureBrowser(place: Place, repetitions: number, browser: string): Promise<BrowserFigures> {
  await using serving = await Serving.start(place);
  const { workspace } = place;
  const subjects = await readSubjects(serving, workspace);
  const { transcript } = viewsOf(workspace, subjects);
  const [longest] = subjects.longest;
  if (longest === undefined) throw new Error(`${workspace} has no transcripts.`);
  const values = new Map<string, number[]>();
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const measured: Record<string, number> = {};
    for (const view of await measureViews(serving, workspace, subjects, browser)) Object.assign(measured, ofView(view));
    Object.assign(measured, ofScrolling(await measureScrolling(serving, transcript.address, browser)));
    for (const entities of SHOWN)
      Object.assign(measured, ofGraph(await measureGraph(serving, { workspace, entities, browser })));
    for (const [name, value] of Object.entries(measured)) values.set(name, [...(values.get(name) ?? []), value]);
    console.error(JSON.stringify(measured));
  }
  const { file, characters, durationMs } = longest;
  return {
    workspace,
    repetitions,
    transcript: { file, characters, durationMs },
    bytesBeforeGraph: await bytesBeforeGraph(serving, workspace, subjects, browser),
    spreads: Object.fromEntries([...values].map(([name, all]) => [name, spreadOf(all)])),
  };
}

function ofView({ view, contentMs, bytes, memory }: ViewFigures): Record<string, number> {
  return prefixed(view, { "content ms": contentMs, ...prefixed("bytes", bytes), ...prefixed("memory", memory) });
}

function ofScrolling({ gesture, sweep, jumpMs, memory }: ScrollFigures): Record<string, number> {
  return {
    ...prefixed("gesture", gesture),
    ...prefixed("sweep", sweep),
    "jump ms": jumpMs,
    ...prefixed("scrolled memory", memory),
  };
}

function ofGraph({ entities, moving, expandMs, expandStillMs, memory }: GraphFigures): Record<string, number> {
  return prefixed(`${entities} entities`, {
    ...prefixed("moving", moving),
    "expand ms": expandMs ?? Number.NaN,
    "expand still ms": expandStillMs ?? Number.NaN,
    ...prefixed("memory", memory),
  });
}

function prefixed(prefix: string, figures: object): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix} ${name}`, Number(value)]));
}
