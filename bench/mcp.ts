/**
 * The MCP server over 60 meetings of QMSum: 1,000 tool calls by the SDK's client over stdio and over HTTP, one after the
 * other. Calls rotate through the tools; their words are the questions of QMSum. `node bench/mcp.ts [--calls 1000]`
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { ingest, open } from "../packages/colloquy/src/index.ts";
import { buildProgram } from "./build-program.ts";
import { printTable, SHARED, writeResults } from "./report.ts";

/** Calls before the measured ones, so that threads, statements and caches are there. */
const WARM_UP = 500;
const TARGET_P95_MS = 100;
/** Fields of the results that list what was asked for. */
const LISTS = ["hits", "sources", "facts", "evidence", "turns", "entities", "transcripts", "speakers"];
const { values } = parseArgs({ options: { calls: { type: "string", default: "1000" } } });

/** Milliseconds of a tool's calls, and how often it refused. */
interface ToolFigures {
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Mean CPU time of the server for a call, of all its threads. It does not depend on other programs. */
  readonly cpuMs: number;
  readonly refused: number;
  /** Calls that returned no item of a list. */
  readonly empty: number;
  /** The longest result: its text, and its structured content as JSON. */
  readonly mostCharacters: { readonly text: number; readonly json: number };
}

/** A measured call. */
interface Measured {
  readonly name: string;
  readonly ms: number;
  readonly cpuMs: number;
  readonly refused: boolean;
  readonly items: number;
  readonly text: number;
  readonly json: number;
}

/** In units of 2^20 bytes. */
interface Memory {
  readonly resident: number;
  /** Of the main thread, after garbage collection. A leak of the server shows here. */
  readonly heap: number;
}

interface TransportFigures {
  readonly tools: Readonly<Record<string, ToolFigures>>;
  /** Memory of the server: after the calls to warm up, and after each quarter. */
  readonly memory: readonly Memory[];
}

/** Ids of two entities. */
type Pair = readonly [one: string, other: string];
type Call = readonly [name: string, args: Readonly<Record<string, unknown>>];

const transcriptsDir = path.join(SHARED, "data", "qmsum");
const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
const dataDir = path.join(folder, "data");
await ingest({ transcriptsDir, dataDir, outputDir: path.join(folder, "metrics"), workspace: "qmsum", environment: {} });
const pairs = await statedPairs();
const program = buildProgram();
const loadBefore = os.loadavg()[0] ?? 0;
const heapFile = path.join(folder, "heap");
/** Code in the server that writes the size of its heap after garbage collection to a file when it gets a signal. */
const probe = `
  import { isMainThread } from "node:worker_threads";
  import { writeFileSync } from "node:fs";
  if (isMainThread) process.on("SIGUSR2", () => {
    gc();
    writeFileSync(${JSON.stringify(heapFile)}, String(process.memoryUsage().heapUsed), { flush: true });
  });`;
const probed = ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(probe)}`];
const server = [...probed, program, "mcp", "--workspace", "qmsum", "--data-dir", dataDir, "--quiet"];
try {
  const results = { stdio: await overStdio(), http: await overHttp() };
  console.log(`load before ${loadBefore.toFixed(2)}; milliseconds of a call: p50 / p95 / p99 / most\n`);
  const names = Object.keys(results.stdio.tools);
  printTable({
    header: ["", "stdio", "HTTP", "CPU ms: stdio / HTTP", "most characters: text / JSON"],
    rows: names.map((name) => [
      name,
      shown(results.stdio.tools[name]),
      shown(results.http.tools[name]),
      Object.values(results)
        .map(({ tools }) => (tools[name]?.cpuMs ?? 0).toFixed(0))
        .join(" / "),
      (["text", "json"] as const)
        .map((form) => Math.max(...Object.values(results).map(({ tools }) => tools[name]?.mostCharacters[form] ?? 0)))
        .join(" / "),
    ]),
  });
  for (const [name, { memory }] of Object.entries(results))
    for (const kind of ["resident", "heap"] as const)
      console.log(`${name}: ${kind} memory ${memory.map((each) => each[kind].toFixed(1)).join(" -> ")} MB`);
  const without = names.filter((name) =>
    Object.values(results).some(({ tools }) => tools[name] === undefined || tools[name].empty === tools[name].calls),
  );
  if (without.length > 0)
    throw new Error(`No call of ${without.join(", ")} returned an item, so its time says nothing: change callsFor.`);
  console.log(`target: p95 of all calls below ${TARGET_P95_MS} ms`);
  writeResults("mcp", { loadBefore, calls: Number(values.calls), results });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function overStdio(): Promise<TransportFigures> {
  const transport = new StdioClientTransport({ command: process.execPath, args: server });
  const client = await connected(transport);
  const figures = await measure(client, transport.pid ?? 0);
  await client.close();
  return figures;
}

async function overHttp(): Promise<TransportFigures> {
  const child = spawn(process.execPath, [...server, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const line = await new Promise<string>((resolve) =>
    child.stderr.setEncoding("utf8").once("data", (text: string) => resolve(text)),
  );
  const [, url = "", token = ""] = /at (\S+) with token (\S+);/.exec(line) ?? [];
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const client = await connected(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  const figures = await measure(client, child.pid ?? 0);
  await client.close();
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("close", resolve));
  return figures;
}

async function connected(transport: Parameters<Client["connect"]>[0]): Promise<Client> {
  const client = new Client({ name: "bench", version: "1" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  await client.connect(transport);
  return client;
}

async function measure(client: Client, pid: number): Promise<TransportFigures> {
  const calls = await callsFor(client, WARM_UP + Number(values.calls));
  const memory: Memory[] = [];
  const times: Measured[] = [];
  for (const [index, [name, args]] of calls.entries()) {
    const quarter = Math.ceil(Number(values.calls) / 4);
    if (index >= WARM_UP && (index - WARM_UP) % quarter === 0) memory.push(await memoryOf(pid));
    const cpuBefore = cpuMilliseconds(pid);
    const begun = performance.now();
    const { isError, content, structuredContent } = await client.callTool({ name, arguments: { ...args } });
    const ms = performance.now() - begun;
    const text = content.reduce((sum, block) => sum + (block.type === "text" ? block.text.length : 0), 0);
    const json = JSON.stringify(structuredContent ?? "").length;
    const cpuMs = cpuMilliseconds(pid) - cpuBefore;
    const items = itemsIn(structuredContent);
    if (index >= WARM_UP) times.push({ name, ms, cpuMs, refused: isError === true, items, text, json });
  }
  memory.push(await memoryOf(pid));
  const figures = (of: readonly Measured[]): ToolFigures => {
    const sorted = of.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    const mostOf = (form: "text" | "json"): number => Math.max(...of.map((each) => each[form]));
    const mostCharacters = { text: mostOf("text"), json: mostOf("json") };
    const refused = of.filter((each) => each.refused).length;
    const empty = of.filter(({ items }) => items === 0).length;
    const cpuMs = of.reduce((sum, each) => sum + each.cpuMs, 0) / of.length;
    const shares = { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
    return { calls: of.length, ...shares, cpuMs, refused, empty, mostCharacters };
  };
  const byTool = Map.groupBy(times, ({ name }) => name);
  const tools = Object.fromEntries([...byTool].map(([name, of]) => [name, figures(of)]));
  return { tools: { ...tools, "all calls": figures(times) }, memory };
}

/** Calls that rotate through the tools, with questions, entities, speakers and files of the workspace. */
async function callsFor(client: Client, count: number): Promise<readonly Call[]> {
  const list = async <Item>(name: string, key: string): Promise<readonly Item[]> => {
    const { structuredContent } = await client.callTool({ name, arguments: { limit: 50 } });
    return (structuredContent as Readonly<Record<string, readonly Item[]>>)[key] ?? [];
  };
  const entities = (await list<{ readonly name: string }>("list_entities", "entities")).map(({ name }) => name);
  const speakers = (await list<{ readonly id: string }>("speakers", "speakers")).map(({ id }) => id);
  const files = await list<{ readonly file: string; readonly characters: number }>("list_transcripts", "transcripts");
  const questions = readFileSync(path.join(transcriptsDir, "queries.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly query: string }).query);
  const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;
  const make: readonly ((round: number) => Call)[] = [
    (round) => ["search", { query: pick(questions, round) }],
    (round) => ["ask_context", { question: pick(questions, 7 * round + 3) }],
    (round) => ["get_entity", { entity: pick(entities, round) }],
    (round) => ["get_entity", { entity: pick(speakers, round) }],
    (round) => {
      const [one, other] = pick(pairs, round);
      return ["claims_between", { one, other }];
    },
    (round) => {
      const { file, characters } = pick(files, round);
      return ["read_transcript", { transcript: file, startOffset: Math.floor((characters * (round % 9)) / 10) }];
    },
    (round) => ["list_entities", { limit: 20 + (round % 30) }],
    (round) => ["list_transcripts", { limit: 20 + (round % 30) }],
    (round) => ["speakers", { limit: 20 + (round % 30) }],
    (round) => ["search", { query: pick(questions, 3 * round + 1), files: [pick(files, round).file], limit: 50 }],
  ];
  return Array.from({ length: count }, (_, index) => pick(make, index)(Math.floor(index / make.length)));
}

/** The ends of relationships with evidence. */
async function statedPairs(): Promise<readonly Pair[]> {
  await using workspace = await open("qmsum", { dataDir, environment: {} });
  const found = new Map<string, Pair>();
  for await (const row of workspace.rows("relationship"))
    if (row.kind === "relationship" && row.type !== "CROSS_EPISODE" && row.count > 0 && row.source !== row.target)
      found.set([row.source, row.target].toSorted().join(" "), [row.source, row.target]);
  return [...found.values()];
}

/** The length of the list that a result is about. */
function itemsIn(structured: unknown): number {
  const fields = new Map(Object.entries(structured ?? {}));
  const lists = LISTS.map((name) => fields.get(name)).filter((value) => Array.isArray(value));
  return lists.reduce((sum, list) => sum + list.length, 0);
}

async function memoryOf(pid: number): Promise<Memory> {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  rmSync(heapFile, { force: true });
  process.kill(pid, "SIGUSR2");
  while (!existsSync(heapFile) || readFileSync(heapFile, "utf8") === "") await setTimeout(10);
  const heap = Number(readFileSync(heapFile, "utf8"));
  return { resident: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024, heap: heap / 2 ** 20 };
}

/** User and system time. Its unit is 10 ms, so only means over many calls are meaningful. */
function cpuMilliseconds(pid: number): number {
  // After the name in parentheses, user and system ticks are the 12th and 13th fields (proc_pid_stat(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function shown(figures: ToolFigures | undefined): string {
  if (figures === undefined) return "";
  const { p50, p95, p99, max } = figures;
  return [p50, p95, p99, max].map((ms) => ms.toFixed(ms < 9.95 ? 1 : 0)).join(" / ");
}
