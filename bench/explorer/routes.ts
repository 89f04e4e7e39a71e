import type { ListedEntity } from "../../packages/colloquy/src/api/index.ts";
import { randomNumbers } from "../throughput/workload.ts";
import type { Call } from "./serving.ts";
import type { Subjects } from "./subjects.ts";

/** A kind of request. */
export interface Route {
  readonly name: string;
  /** The next request; null: the workspace has nothing that it could be about. */
  readonly next: () => Call | null;
}

type Query = Readonly<Record<string, string | number | boolean>>;

/** How many entities a picture has when one of them is expanded. */
const KNOWN = 500;

/** Every route of the API, but those that change something and recordings. Routes whose cost depends on their subject are there more than once. */
export function routesOf(workspace: string, subjects: Subjects): readonly Route[] {
  const random = randomNumbers(7);
  const pick = <Item>(items: readonly Item[]): Item | null => items[Math.floor(random() * items.length)] ?? null;
  const { entities, hubs, pairs, connected, people, transcripts, longest, words, runs } = subjects;
  const labelled = words.flatMap(({ text, speaker }) => (speaker === null ? [] : { text, speaker }));
  const known = connected.slice(0, KNOWN);
  const at = (parts: readonly string[], query: Query = {}): Call => ({
    path: addressOf(["w", workspace, ...parts], query),
  });
  const about =
    <Item>(items: readonly Item[], make: (item: Item) => Call) =>
    (): Call | null => {
      const item = pick(items);
      return item === null ? null : make(item);
    };
  const graph = (body: object): Call => ({ ...at(["graph"]), body });
  const types = [...new Set(entities.map(({ type }) => type))];
  const occurrences = (query: () => Query) => (id: string) =>
    at(["entities", id, "occurrences"], { limit: 20, ...query() });
  const nothing = (): Query => ({});
  const ids = entities.map(({ id }) => id);

  return [
    { name: "session", next: () => ({ path: "/session" }) },
    { name: "openapi.json", next: () => ({ path: "/openapi.json" }) },
    { name: "overview", next: () => at(["overview"]) },
    { name: "transcripts", next: () => at(["transcripts"], { limit: 200 }) },
    { name: "people", next: () => at(["people"], { limit: 100 }) },
    { name: "entities", next: () => at(["entities"], { limit: 100 }) },
    { name: "entities of a type", next: about(types, (type) => at(["entities"], { type, limit: 100 })) },
    { name: "suggest", next: about(entities, (entity) => at(["suggest"], { words: typed(entity, random), limit: 8 })) },
    { name: "transcripts/{file}", next: about(transcripts, ({ file }) => at(["transcripts", file])) },
    { name: "transcripts/{file}, the longest", next: about(longest, ({ file }) => at(["transcripts", file])) },
    {
      name: "transcripts/{id}/text",
      next: about(transcripts, ({ id, characters }) =>
        at(["transcripts", id, "text"], { from: Math.floor((random() * characters) / 2_500), count: 20 }),
      ),
    },
    { name: "entities/{id}", next: about(ids, (id) => at(["entities", id])) },
    { name: "entities/{id}, hubs", next: about(hubs, (id) => at(["entities", id])) },
    { name: "entities/{id}, people", next: about(people, ({ id }) => at(["entities", id])) },
    { name: "occurrences", next: about(ids, occurrences(nothing)) },
    { name: "occurrences, hubs", next: about(hubs, occurrences(nothing)) },
    {
      name: "occurrences, hubs, speaker",
      next: about(
        hubs,
        occurrences(() => ({ speaker: pick(people)?.id ?? "" })),
      ),
    },
    {
      name: "occurrences, hubs, file",
      next: about(
        hubs,
        occurrences(() => ({ file: pick(transcripts)?.file ?? "" })),
      ),
    },
    { name: "names", next: about(ids, (id) => at(["entities", id, "names"])) },
    { name: "names, hubs", next: about(hubs, (id) => at(["entities", id, "names"])) },
    { name: "claims", next: about(pairs, ([one, other]) => at(["claims"], { one, other, limit: 20 })) },
    {
      name: "claims, hubs",
      next: about(hubs, (one) =>
        at(["claims"], { one, other: pick(hubs.filter((id) => id !== one)) ?? one, limit: 20 }),
      ),
    },
    {
      name: "compare",
      next: about(people, ({ id: one }) =>
        at(["compare"], { one, other: pick(people.filter(({ id }) => id !== one))?.id ?? one }),
      ),
    },
    { name: "search", next: about(words, ({ text }) => at(["search"], { words: text })) },
    { name: "search, exact", next: about(words, ({ text }) => at(["search"], { words: text, exact: true })) },
    {
      name: "search, speaker",
      next: about(labelled, ({ text, speaker }) => at(["search"], { words: text, speaker })),
    },
    {
      name: "search, file",
      next: about(words, ({ text, file }) => at(["search"], { words: text, file })),
    },
    { name: "graph, telling", next: () => graph({ start: { telling: true } }) },
    { name: "graph, entities", next: about(connected, (id) => graph({ start: { entities: [id] }, limit: 150 })) },
    { name: "graph, hubs", next: about(hubs, (id) => graph({ start: { entities: [id] }, limit: 150 })) },
    {
      name: "graph, hubs, 500 known",
      next: about(hubs, (id) => graph({ start: { entities: [id] }, known, limit: 25 })),
    },
    { name: "graph, words", next: about(words, ({ text }) => graph({ start: { words: text }, limit: 60 })) },
    {
      name: "path",
      next: about(connected, (from) => at(["path"], { from, to: pick(connected.filter((id) => id !== from)) ?? from })),
    },
    {
      name: "ask",
      next: about(words, ({ text }) => ({ ...at(["ask"]), body: { question: `What do they say about ${text}?` } })),
    },
    { name: "answers", next: () => at(["answers"]) },
    { name: "corrections", next: () => at(["corrections"]) },
    { name: "runs", next: () => at(["runs"]) },
    { name: "runs/{run}", next: about(runs, (run) => at(["runs", run])) },
    { name: "runs/{run}/page", next: about(runs, (run) => at(["runs", run, "page"])) },
    { name: "runs/live", next: () => at(["runs", "live"]) },
    { name: "runs/live/events, first event", next: () => ({ ...at(["runs", "live", "events"]), isEndless: true }) },
    { name: "dead-letters", next: () => at(["dead-letters"]) },
  ];
}

/** The beginning of a name, as somebody types it. */
function typed({ name }: ListedEntity, random: () => number): string {
  return name.slice(0, 1 + Math.floor(random() * Math.min(8, name.length)));
}

function addressOf(parts: readonly string[], query: Query): string {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return `/${parts.map(encodeURIComponent).join("/")}${search.size === 0 ? "" : `?${search}`}`;
}
