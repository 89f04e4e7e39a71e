import { setTimeout } from "node:timers/promises";
import { type Route, routesOf } from "./routes.ts";
import { type Place, Serving } from "./serving.ts";
import { readSubjects } from "./subjects.ts";

const WARM_UP = 10;
/** A slow route is called less often, but not less than this, with those to warm up. */
const LONGEST_MS = 90_000;
const LEAST_CALLS = 30;
/** Less than the rate that the server allows a client: 200 requests a second. */
const LEAST_MS = 6;

export interface RouteFigures {
  readonly name: string;
  readonly calls: number;
  /** Milliseconds from the request to the end of its answer. The first one was not warm. */
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Mean processor time of the server for a call. Other programs change it little. */
  readonly cpuMs: number;
  /** Of the compressed answers: the median and the largest. */
  readonly bytes: { readonly p50: number; readonly max: number };
}

export interface ApiFigures {
  readonly workspace: string;
  readonly size: Readonly<Record<"transcripts" | "chunks" | "entities" | "relationships", number>>;
  /** Milliseconds of the first overview after the start: it is kept until the workspace changes. */
  readonly firstOverviewMs: number;
  readonly routes: readonly RouteFigures[];
  /** Memory of the server at the end, in units of 10^6 bytes. */
  readonly serverMegabytes: number;
}

/** Calls every route, one request after the other. */
export async function measureApi(place: Place, calls: number, only: RegExp): Promise<ApiFigures> {
  await using serving = await Serving.start(place);
  const { workspace } = place;
  const begun = performance.now();
  const { counts } = await serving.read<{ readonly counts: ApiFigures["size"] }>({
    path: `/w/${encodeURIComponent(workspace)}/overview`,
  });
  const firstOverviewMs = round(performance.now() - begun);
  const { transcripts, chunks, entities, relationships } = counts;
  const all = routesOf(workspace, await readSubjects(serving, workspace)).filter(({ name }) => only.test(name));
  const routes: RouteFigures[] = [];
  for (const route of all) {
    const figures = await measureRoute(serving, route, calls);
    if (figures === null) continue;
    routes.push(figures);
    console.error(JSON.stringify(figures));
  }
  const size = { transcripts, chunks, entities, relationships };
  return { workspace, size, firstOverviewMs, routes, serverMegabytes: serving.megabytes };
}

async function measureRoute(serving: Serving, { name, next }: Route, calls: number): Promise<RouteFigures | null> {
  const measured: Awaited<ReturnType<Serving["measure"]>>[] = [];
  let cpuBefore = 0;
  const begun = performance.now();
  const isLate = (made: number): boolean => made >= LEAST_CALLS && performance.now() - begun > LONGEST_MS;
  for (let index = 0; index < calls + WARM_UP && !isLate(index); index += 1) {
    if (index === WARM_UP) cpuBefore = serving.cpuMs;
    const call = next();
    if (call === null) return null;
    const answered = await serving.measure(call);
    measured.push(answered);
    await setTimeout(Math.max(0, LEAST_MS - answered.ms));
  }
  const warm = measured.slice(WARM_UP);
  const ms = sorted(warm.map((each) => each.ms));
  const bytes = sorted(warm.map((each) => each.bytes));
  return {
    name,
    calls: warm.length,
    first: round(measured[0]?.ms ?? Number.NaN),
    p50: round(at(ms, 0.5)),
    p95: round(at(ms, 0.95)),
    max: round(at(ms, 1)),
    cpuMs: round((serving.cpuMs - cpuBefore) / warm.length),
    bytes: { p50: at(bytes, 0.5), max: at(bytes, 1) },
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

function at(values: readonly number[], share: number): number {
  return values[Math.ceil(share * values.length) - 1] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
