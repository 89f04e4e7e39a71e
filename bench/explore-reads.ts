/**
 * The time of each read of the explorer (`workspace.explore`), through the threads of an open workspace:
 * `node bench/explore-reads.ts --data-dir DIR --workspace NAME [--times 100] [--only part,path] [--write]`. Entities, transcripts
 * and words are random, but the same each time; `hubs` are the most mentioned and the most connected entities. `first` is the
 * first call of a read, when nothing is cached; the processor time is that of all threads.
 */
import os from "node:os";
import { parseArgs } from "node:util";
import { type EntityRow, open } from "../packages/colloquy/src/index.ts";
import { printTable, writeResults } from "./report.ts";
import { randomNumbers } from "./throughput/workload.ts";

const HUBS = 20;
const LISTED = 10_000;
const CHUNKS_AT_ONCE = 20;

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string", default: ".colloquy" },
    workspace: { type: "string", default: "default" },
    times: { type: "string", default: "100" },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});
const times = Number(values.times);
const only = values.only.split(",").filter((name) => name !== "");

await using workspace = await open(values.workspace, { dataDir: values["data-dir"], onNotice: console.error });
const { explore } = workspace;
const random = randomNumbers(7);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const repeat = <Item>(make: () => Item): readonly Item[] => Array.from({ length: times }, make);

const entities = (await workspace.listEntities({ limit: LISTED })).items;
const transcripts = (await workspace.listTranscripts({ limit: 1_000 })).items;
const longest = transcripts.toSorted((one, other) => other.characters - one.characters).slice(0, 5);
const related = await workspace.relationships({ limit: 2_000 });
const degrees = new Map<string, number>();
for (const { source, target } of related)
  for (const id of [source, target]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
const connected = entities.filter(({ id }) => degrees.has(id));
const byDegree = connected.toSorted((one, other) => (degrees.get(other.id) ?? 0) - (degrees.get(one.id) ?? 0));
const hubs = [...entities.slice(0, HUBS), ...byDegree.slice(0, HUBS)];
const people = (await workspace.listSpeakers({ limit: 500 })).items;
const known = (await explore.part({ start: { telling: true }, limit: 500 })).nodes.map(({ id }) => id);

const ofEntities = (some: readonly EntityRow[]) => repeat(() => pick(some).id);
const reads: readonly (readonly [
  name: string,
  run: (target: string, index: number) => Promise<unknown>,
  targets: readonly string[],
])[] = [
  ["overview", () => explore.overview(), repeat(() => "")],
  ["transcript", (id) => explore.transcript(id), repeat(() => pick(transcripts).id)],
  ["transcript, by file", (file) => explore.transcript(file), repeat(() => pick(transcripts).file)],
  ["transcript, the longest", (id) => explore.transcript(id), repeat(() => pick(longest).id)],
  [
    "transcript text",
    (id) => explore.transcriptText(id, { from: Math.floor(random() * 20), count: CHUNKS_AT_ONCE }),
    repeat(() => pick(transcripts).id),
  ],
  ["entity", (id) => explore.entity(id), ofEntities(entities)],
  ["entity, by name", (name) => explore.entity(name), repeat(() => pick(entities).name)],
  ["entity, hubs", (id) => explore.entity(id), ofEntities(hubs)],
  ["entity, people", (id) => explore.entity(id), repeat(() => pick(people).id)],
  ["entity, the first people", (id) => explore.entity(id), repeat(() => pick(people.slice(0, 10)).id)],
  ["occurrences", (id) => explore.occurrences(id, { limit: 50 }), ofEntities(entities)],
  ["occurrences, hubs", (id) => explore.occurrences(id, { limit: 50 }), ofEntities(hubs)],
  [
    "occurrences, hubs, speaker",
    (id) => explore.occurrences(id, { limit: 50, speaker: pick(people).id }),
    ofEntities(hubs),
  ],
  [
    "occurrences, hubs, file",
    (id) => explore.occurrences(id, { limit: 50, file: pick(transcripts).file }),
    ofEntities(hubs),
  ],
  ["part, telling", () => explore.part({ start: { telling: true } }), repeat(() => "")],
  ["part, telling 500", () => explore.part({ start: { telling: true }, limit: 500 }), repeat(() => "")],
  ["part, entities", (id) => explore.part({ start: { entities: [id] }, limit: 50 }), ofEntities(connected)],
  ["part, hubs", (id) => explore.part({ start: { entities: [id] } }), ofEntities(hubs)],
  ["part, hubs, 500 known", (id) => explore.part({ start: { entities: [id] }, known }), ofEntities(hubs)],
  [
    "part, words",
    (id) => explore.part({ start: { words: `${id} and ${pick(entities).name}` } }),
    repeat(() => pick(entities).name),
  ],
  ["path", (id) => explore.path(id, otherThan(id)), ofEntities(connected)],
  ["suggest", (words) => explore.suggest(words), repeat(typed)],
  ["answers", () => explore.answers(), repeat(() => "")],
];

/** The beginning of a name, as somebody types it. */
function typed(): string {
  const { name } = pick(entities);
  return name.slice(0, 1 + Math.floor(random() * Math.min(8, name.length)));
}

function otherThan(id: string): string {
  const other = pick(connected).id;
  return other === id ? otherThan(id) : other;
}

const loadBefore = os.loadavg()[0] ?? 0;
const figures: {
  readonly name: string;
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  readonly cpu: number;
}[] = [];
for (const [name, run, targets] of reads.filter(
  ([each]) => only.length === 0 || only.some((part) => each.startsWith(part)),
)) {
  const measured: number[] = [];
  const processor: number[] = [];
  for (const [index, target] of targets.entries()) {
    const before = process.cpuUsage();
    const begun = performance.now();
    await run(target, index);
    measured.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1_000);
  }
  const [first = 0, ...others] = measured;
  const cpu = share(processor.slice(1), 0.95);
  figures.push({
    name,
    first: round(first),
    p50: share(others, 0.5),
    p95: share(others, 0.95),
    most: share(others, 1),
    cpu,
  });
}
printTable({
  header: [`${values.workspace}, ms`, "first", "p50", "p95", "most", "p95 processor"],
  rows: figures.map(({ name, ...ms }) => [name, ...Object.values(ms).map((each) => each.toFixed(1))]),
});
const loadAfter = os.loadavg()[0] ?? 0;
console.log(`\nload ${loadBefore.toFixed(1)} to ${loadAfter.toFixed(1)}`);
if (values.write) writeResults(`explore-reads-${values.workspace}`, { times, loadBefore, loadAfter, figures });

/** The value that a share of the values does not exceed. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
