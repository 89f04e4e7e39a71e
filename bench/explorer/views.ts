import type { Page } from "playwright-core";
import { TEXT } from "./scrolling.ts";
import type { Serving } from "./serving.ts";
import type { Subjects } from "./subjects.ts";
import { type Memory, Visit } from "./visit.ts";

/** Bytes of the application's files as they were transferred (most are compressed by gzip). */
export interface Bytes {
  readonly code: number;
  readonly fonts: number;
  /** Answers of the API. */
  readonly data: number;
}

export interface ViewFigures {
  readonly view: string;
  /** Milliseconds from the navigation to the first content, with an empty cache. */
  readonly contentMs: number;
  readonly bytes: Bytes;
  readonly memory: Memory;
}

/** Addresses of views, with the selector of their first content (empty: a picture). */
export function viewsOf(workspace: string, { entities, longest }: Subjects) {
  const at = `/w/${encodeURIComponent(workspace)}`;
  const file = longest[0]?.file.split("/").map(encodeURIComponent).join("/") ?? "";
  return {
    overview: { address: at, content: "main section" },
    transcript: { address: `${at}/transcripts/${file}`, content: `${TEXT} [data-index] p` },
    entity: { address: `${at}/entities/${entities[0]?.id}`, content: "main section" },
    graph: { address: `${at}/graph`, content: "" },
  } as const;
}

/** Each view in a browser of its own. */
export async function measureViews(serving: Serving, workspace: string, subjects: Subjects, browser: string) {
  const figures: ViewFigures[] = [];
  for (const [view, { address, content }] of Object.entries(viewsOf(workspace, subjects))) {
    await using visit = await Visit.begin(serving, browser);
    const contentMs = await visit.open(address, content);
    await visit.settle();
    figures.push({ view, contentMs, bytes: bytesOf(await filesOf(visit.page)), memory: await visit.memory() });
  }
  return figures;
}

/** The files of all views but the graph, opened one after the other. */
export async function bytesBeforeGraph(
  serving: Serving,
  workspace: string,
  { entities, people, runs, longest }: Subjects,
  browser: string,
): Promise<Bytes> {
  await using visit = await Visit.begin(serving, browser);
  const at = `/w/${encodeURIComponent(workspace)}`;
  const file = longest[0]?.file.split("/").map(encodeURIComponent).join("/") ?? "";
  const views = [
    "",
    "/transcripts",
    `/transcripts/${file}`,
    "/entities",
    `/entities/${entities[0]?.id}`,
    "/people",
    `/entities/${people[0]?.id}`,
    `/compare?one=${people[0]?.id}&other=${people[1]?.id}`,
    `/search?q=${encodeURIComponent(entities[0]?.name ?? "")}`,
    "/ask",
    "/runs",
    `/runs/${runs[0]}`,
  ];
  const files = new Map<string, number>();
  for (const view of views) {
    await visit.open(`${at}${view}`, "main");
    await visit.settle();
    // The page itself is one file under many addresses.
    for (const [url, bytes] of await filesOf(visit.page)) files.set(url === visit.page.url() ? at : url, bytes);
  }
  return bytesOf(files);
}

async function filesOf(page: Page): Promise<ReadonlyMap<string, number>> {
  return new Map(await page.evaluate(() => window.probe.files()));
}

function bytesOf(files: ReadonlyMap<string, number>): Bytes {
  const sum = (kind: string): number =>
    [...files].filter(([url]) => kindOf(url) === kind).reduce((total, [, bytes]) => total + bytes, 0);
  return { code: sum("code"), fonts: sum("fonts"), data: sum("data") };
}

function kindOf(url: string): "code" | "fonts" | "data" {
  const { pathname } = new URL(url, "http://localhost");
  if (pathname.startsWith("/api/")) return "data";
  return pathname.endsWith(".woff2") ? "fonts" : "code";
}
