import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  ResourceTemplate,
} from "@modelcontextprotocol/server";
import type { Workspace } from "../composition/index.ts";
import { ColloquyError, printable } from "../model/index.ts";
import { counted } from "../text/index.ts";
import { sentenceOf } from "./failure.ts";
import { resourceUri } from "./fields.ts";
import { beginning, KNOWN_NAMES } from "./completion.ts";
import type { SharedWorkspace } from "../serving/index.ts";
import type { ToolContext } from "./tool.ts";
import { readEntity } from "./tools/get-entity.ts";
import { transcriptText, turnOf } from "./tools/read-transcript.ts";

/** Items of a page of `resources/list`. */
const ITEMS = 100;
/** Chunks of a transcript in one resource: at most about 130,000 characters. The text says where it continues. */
const CHUNKS = 50;
const TEXT = "text/plain";
const ENTITIES = "entities ";

/** Transcripts and entities as resources. Their texts are those of the tools. */
export function registerResources(server: McpServer, shared: SharedWorkspace, name: string): void {
  const uriOf = (kind: "transcript" | "entity"): string => `colloquy://${name}/${kind}/{id}`;
  const read = async (uri: URL, text: (workspace: Workspace) => Promise<string>) => ({
    contents: [{ uri: uri.href, mimeType: TEXT, text: await reading(uri.href, () => shared.use(text)) }],
  });
  server.registerResource(
    "transcript",
    new ResourceTemplate(uriOf("transcript"), { list: undefined }),
    {
      title: "Transcript",
      description: "The turns of a transcript, by its id: `uri` of list_transcripts.",
      mimeType: TEXT,
    },
    (uri, { id }, { mcpReq }) =>
      read(uri, (workspace) => transcriptFrom({ workspace, name, signal: mcpReq.signal }, String(id), 0)),
  );
  server.registerResource(
    "transcript part",
    new ResourceTemplate(`${uriOf("transcript")}/from/{offset}`, { list: undefined }),
    {
      title: "Part of a transcript",
      description: "As transcript, from a character offset on, such as the startOffset of a citation.",
      mimeType: TEXT,
    },
    (uri, { id, offset }, { mcpReq }) =>
      read(uri, (workspace) => {
        const context = { workspace, name, signal: mcpReq.signal };
        return transcriptFrom(context, String(id), offsetIn(uri, String(offset)));
      }),
  );
  server.registerResource(
    "entity",
    new ResourceTemplate(uriOf("entity"), {
      list: undefined,
      complete: { id: (value) => shared.use((workspace) => entityIds(workspace, value)) },
    }),
    {
      title: "Entity",
      description: "The first facts about an entity, by its id: `uri` of list_entities and get_entity.",
      mimeType: TEXT,
    },
    (uri, { id }, { mcpReq }) =>
      read(uri, async (workspace) => {
        const context = { workspace, name, signal: mcpReq.signal };
        const { structured, lines } = await readEntity(context, { entity: String(id) });
        const more = structured.next === null ? [] : [`There is more: call the tool get_entity with entity ${id}.`];
        return [...lines, ...more].join("\n");
      }),
  );
  // The SDK's own list has no pages.
  server.server.setRequestHandler("resources/list", ({ params }, { mcpReq }) =>
    reading(null, () =>
      shared.use((workspace) => listResources({ workspace, name, signal: mcpReq.signal }, params?.cursor)),
    ),
  );
}

/** Converts failures of the workspace to errors of the protocol. `uri` is the requested resource, if any. */
async function reading<Result>(uri: string | null, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    if (error.code === "not-found" && uri !== null) throw new ResourceNotFoundError(uri);
    const code = error.code === "invalid-input" ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, sentenceOf(error));
  }
}

/** A page of the transcripts by file, then of the entities, the most mentioned first. */
async function listResources({ workspace, name, signal }: ToolContext, cursor: string | undefined) {
  const options = { limit: ITEMS, signal };
  if (cursor === undefined || !cursor.startsWith(ENTITIES)) {
    const after = cursor === undefined ? {} : { cursor };
    const { items, next } = await workspace.listTranscripts({ ...options, ...after });
    const resources = items.map(({ id, file, turns }) => ({
      uri: resourceUri(name, "transcript", id),
      name: printable(file),
      description: `Transcript with ${counted(turns, "turn")}`,
      mimeType: TEXT,
    }));
    return { resources, nextCursor: next ?? ENTITIES };
  }
  const rest = cursor.slice(ENTITIES.length);
  const { items, next } = await workspace.listEntities({ ...options, ...(rest === "" ? {} : { cursor: rest }) });
  const resources = items.map(({ id, name: title, type, mentions }) => ({
    uri: resourceUri(name, "entity", id),
    name: printable(title),
    description: `${printable(type)} with ${counted(mentions, "mention")}`,
    mimeType: TEXT,
  }));
  return { resources, ...(next === null ? {} : { nextCursor: `${ENTITIES}${next}` }) };
}

async function transcriptFrom(
  { workspace, name, signal }: ToolContext,
  id: string,
  startOffset: number,
): Promise<string> {
  const found = await workspace.transcript(id, { signal });
  if (found === null || found.id !== id) throw new ColloquyError("not-found", `There is no transcript ${id}.`);
  const { items, next } = await workspace.readTurns(id, { range: { startOffset }, limit: CHUNKS, signal });
  const turns = items.flatMap(({ file, turns: of }) => of.map((turn) => turnOf({ file, ...turn })));
  const end = turns.at(-1)?.endOffset ?? 0;
  const more = next === null ? "" : `\nContinued in ${resourceUri(name, "transcript", id)}/from/${end}`;
  return `${transcriptText(found, turns)}${more}`;
}

function offsetIn(uri: URL, offset: string): number {
  if (/^\d{1,15}$/.test(offset)) return Number(offset);
  throw new ResourceNotFoundError(uri.href);
}

/** Ids of entities that begin with a value, or whose name does, among the most mentioned ones. */
async function entityIds(workspace: Workspace, value: string): Promise<string[]> {
  const known = await workspace.entities({ limit: KNOWN_NAMES });
  return beginning(known, value, ({ id, name }) => [id, name]).map(({ id }) => id);
}
