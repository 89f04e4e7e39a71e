import { Option } from "commander";
import { optionsOf } from "../../config/index.ts";
import { ColloquyError, nearestWord, shellWord } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { givenFlags } from "../given-flags.ts";
import { jsonLine } from "../json-line.ts";
import { type ListOptions, loadLibrary, type Workspace } from "../library.ts";
import { numberWithin } from "../own-options.ts";
import { readingOptions } from "../reading-options.ts";
import { renderEntities, renderSpeakers, renderTranscripts, renderWorkspaces } from "../views/lists.ts";

/** One page of a list: as items of JSON, and as text. */
interface Page {
  readonly items: readonly object[];
  readonly next: string | null;
  readonly text: () => string;
  /** Advice for an empty list. */
  readonly hint?: string;
}

type Read = (invocation: Invocation, options: ListOptions & { readonly type?: string }) => Promise<Page>;

const LISTS: Readonly<Record<string, Read>> = {
  speakers: (invocation, options) =>
    ofWorkspace(invocation, async (workspace) => {
      const { items, next } = await workspace.listSpeakers(options);
      return { items, next, text: () => renderSpeakers(items, invocation.output) };
    }),
  people: (invocation, options) => entities(invocation, { ...options, type: "Person" }),
  entities: (invocation, options) => entities(invocation, options),
  transcripts: (invocation, options) =>
    ofWorkspace(invocation, async (workspace) => {
      const { items, next } = await workspace.listTranscripts(options);
      const named = items.map(({ id, ...rest }) => ({ id, name: rest.file, ...rest }));
      return { items: named, next, text: () => renderTranscripts(items, invocation.output) };
    }),
  workspaces: async ({ options: { dataDir }, output }, options) => {
    const { listWorkspaces } = await loadLibrary();
    const { items, next } = await listWorkspaces({ ...options, dataDir });
    const named = items.map((item) => ({ id: item.name, ...item }));
    return { items: named, next, text: () => renderWorkspaces(items, output) };
  },
};

const STATUS_HINT = "`colloquy status` shows the contents of the workspace.";
const WHAT = Object.keys(LISTS);

export const listCommand: CommandDefinition = {
  name: "list",
  summary: `list ${WHAT.slice(0, -1).join(", ")} or ${WHAT.at(-1)}`,
  arguments: "<what>",
  argumentsHelp: "kind of the items",
  argumentChoices: Object.keys(LISTS),
  description:
    "Lists the speakers (most turns first), the people or all entities of the graph (most mentions first), the transcripts (by file), or the workspaces of the data folder (by name), one page at a time.",
  own: [
    new Option("--type <type>", "only entities of this type"),
    new Option("--limit <number>", "maximum number of items (default: 100)").argParser(
      numberWithin("--limit", { least: 1, most: 10_000, whole: true }),
    ),
    new Option("--cursor <cursor>", "cursor of the next page, as printed by the previous call"),
  ],
  examples: [
    "colloquy list speakers --workspace talks",
    "colloquy list entities --type Concept --limit 20",
    "colloquy list transcripts --json",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, output, messages } = invocation;
    const [what = ""] = invocation.words;
    const page = await listNamed(what)(invocation, listOptions(what, own));
    if (options.json) await output.write(jsonLine({ items: page.items, next: page.next }));
    else if (page.items.length > 0) await output.write(page.text());
    if (options.json || options.quiet) return 0;
    if (page.items.length === 0) await messages.write(`${nothing(what, own, page.hint)}\n`);
    else if (page.next !== null) await messages.write(`More: ${nextCall(what, page.next, invocation)}\n`);
    return 0;
  },
};

function listNamed(what: string): Read {
  const read = Object.hasOwn(LISTS, what) ? LISTS[what] : undefined;
  if (read !== undefined) return read;
  const near = nearestWord(what, WHAT);
  const hint =
    near === null ? `list one of ${WHAT.join(", ")}; \`list entities --type\` takes a type.` : `did you mean ${near}?`;
  throw new ColloquyError("invalid-input", `There is no list of ${shellWord(what)}: ${hint}`);
}

function listOptions(
  what: string,
  { type, limit, cursor }: Invocation["own"],
): ListOptions & { readonly type?: string } {
  if (type !== undefined && what !== "entities")
    throw new ColloquyError("invalid-input", `--type is for \`colloquy list entities\`: leave it out of ${what}.`);
  return {
    ...(type === undefined ? {} : { type: type as string }),
    ...(limit === undefined ? {} : { limit: limit as number }),
    ...(cursor === undefined ? {} : { cursor: cursor as string }),
  };
}

function entities(invocation: Invocation, options: ListOptions & { readonly type?: string }): Promise<Page> {
  return ofWorkspace(invocation, async (workspace) => {
    const { items, next } = await workspace.listEntities(options);
    const listed = items.map(({ id, name, type, mentions, transcripts }) => ({
      id,
      name,
      type,
      mentions,
      transcripts,
    }));
    const text = () => renderEntities(items, invocation.output);
    if (items.length > 0 || options.type === undefined) return { items: listed, next, text };
    return { items: listed, next, text, hint: await typeHint(workspace, options.type) };
  });
}

/** Suggests a similar type, or names all types. */
async function typeHint(workspace: Workspace, type: string): Promise<string> {
  const { entities: counts } = (await workspace.status()).graph.byType;
  const types = Object.keys(counts).filter((each) => (counts[each] ?? 0) > 0);
  const near = nearestWord(type, types);
  if (near !== null) return `did you mean ${near}?`;
  return types.length === 0 ? STATUS_HINT : `the types are ${types.toSorted().join(", ")}.`;
}

async function ofWorkspace(invocation: Invocation, read: (workspace: Workspace) => Promise<Page>): Promise<Page> {
  const { open } = await loadLibrary();
  await using workspace = await open(invocation.options.workspace, readingOptions(invocation));
  return await read(workspace);
}

function nothing(what: string, { type, cursor }: Invocation["own"], hint: string | undefined): string {
  if (cursor !== undefined) return "No more.";
  const ofType = type === undefined ? "" : ` of type ${shellWord(type as string)}`;
  const general =
    what === "workspaces"
      ? "`colloquy ingest` makes one, and --data-dir names another folder of workspaces."
      : STATUS_HINT;
  return `No ${what}${ofType}; ${hint ?? general}`;
}

/** The same call for the next page. */
function nextCall(what: string, next: string, { flags, own }: Invocation): string {
  const { type, limit } = own;
  const typed = type === undefined ? "" : ` --type ${shellWord(type as string)}`;
  const limited = limit === undefined ? "" : ` --limit ${limit as number}`;
  return `colloquy list ${what}${givenFlags(flags, optionsOf("list"))}${typed}${limited} --cursor ${next}`;
}
