import { posix } from "node:path";
import type { EntityRow, TranscriptRow } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import { mentionsByTranscript, TranscriptsByFile } from "../mentions-by-transcript.ts";
import { type NamedNote, noteNames } from "./note-names.ts";
import type { TranscriptTopic } from "./transcript-note.ts";
import { VaultLinks } from "./vault-links.ts";

export const INDEX = "Index";
const FOLDERS = { transcript: "Transcripts", person: "People", entity: "Entities" } as const;
/** The most topics that are kept of a transcript. */
const TOPICS = 60;

/** The names of all notes, and what the notes of transcripts show of the entities. */
export interface VaultPlan {
  readonly links: VaultLinks;
  /** In the order of file. */
  readonly transcripts: readonly TranscriptRow[];
  readonly byFile: TranscriptsByFile;
  /** By the ids of transcripts; the most mentioned first. */
  readonly topics: ReadonlyMap<string, readonly TranscriptTopic[]>;
}

interface PlannedNote extends NamedNote {
  readonly folder: string;
}

/** Reads transcripts, entities and mentions once. It keeps names and numbers, and no text. */
export async function planVault(graph: GraphReader): Promise<VaultPlan> {
  const byFile = new TranscriptsByFile(graph);
  const transcripts: TranscriptRow[] = [];
  for (let last: TranscriptRow | undefined; ;) {
    const after = last === undefined ? {} : { after: { file: last.file, id: last.id } };
    const page: readonly TranscriptRow[] = await graph.transcripts({ limit: 1_000, ...after });
    for (const row of page) byFile.add(row);
    transcripts.push(...page);
    last = page.at(-1);
    if (page.length < 1_000) break;
  }
  const files = new Map(transcripts.map(({ id, file }) => [id, file]));
  const topics = new Map<string, TranscriptTopic[]>();
  const notes: PlannedNote[] = transcripts.map(transcriptNote);
  for await (const rows of graph.rows("entity")) {
    const entities = rows as readonly EntityRow[];
    const mentions = await mentionsByTranscript(
      graph,
      byFile,
      entities.map(({ id }) => id),
    );
    for (const { id, name, type } of entities) {
      const counted = mentions.get(id) ?? new Map();
      for (const [transcript, { count }] of counted)
        addTopic(topics, transcript, { entity: { id, name }, mentions: count });
      notes.push(entityNote({ id, name, type }, [...counted.keys()], files));
    }
  }
  const names = noteNames(notes, [INDEX]);
  const paths = new Map(notes.map(({ id, folder }) => [id, `${folder}/${names.get(id) ?? id}`]));
  for (const list of topics.values()) keepMostMentioned(list);
  return { links: new VaultLinks(paths), transcripts, byFile, topics };
}

/** `talks/one.vtt` is `one`, or `talks-one.vtt` beside another `one`. */
function transcriptNote({ id, file }: TranscriptRow): PlannedNote {
  const { name } = posix.parse(file);
  return { id, name, qualifiers: [file], folder: FOLDERS.transcript };
}

/** An entity of one transcript (`Speaker 1`) is told apart by it, another one by its type. */
function entityNote(
  { id, name, type }: Pick<EntityRow, "id" | "name" | "type">,
  mentionedIn: readonly string[],
  files: ReadonlyMap<string, string>,
): PlannedNote {
  const [only = "", ...others] = mentionedIn;
  const found = others.length > 0 ? undefined : files.get(only);
  const file = found === undefined ? [] : [posix.parse(found).name];
  const isPerson = type === "Person";
  return {
    id,
    name,
    qualifiers: isPerson ? [...file, type] : [type, ...file],
    folder: isPerson ? FOLDERS.person : FOLDERS.entity,
  };
}

function addTopic(topics: Map<string, TranscriptTopic[]>, transcript: string, topic: TranscriptTopic): void {
  const list = topics.get(transcript) ?? [];
  topics.set(transcript, list);
  list.push(topic);
  if (list.length > 4 * TOPICS) keepMostMentioned(list);
}

function keepMostMentioned(list: TranscriptTopic[]): void {
  list.sort((one, other) => other.mentions - one.mentions || (one.entity.id < other.entity.id ? -1 : 1));
  list.length = Math.min(list.length, TOPICS);
}
