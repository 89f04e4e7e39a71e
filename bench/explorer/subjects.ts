import type {
  GraphPart,
  ListedEntity,
  ListedRun,
  ListedSpeaker,
  ListedTranscript,
  TranscriptText,
} from "../../packages/colloquy/src/api/index.ts";
import { randomNumbers } from "../throughput/workload.ts";
import type { Serving } from "./serving.ts";

/** Consecutive words of a transcript. */
interface SpokenWords {
  readonly text: string;
  readonly file: string;
  /** The label of the turn. */
  readonly speaker: string | null;
}

/** What requests are about. They are drawn with a seed: the same in each run over the same workspace. */
export interface Subjects {
  readonly entities: readonly ListedEntity[];
  /** The most mentioned entities, and those with most relationships. */
  readonly hubs: readonly string[];
  /** Ids of the ends of relationships. */
  readonly pairs: readonly (readonly [one: string, other: string])[];
  /** Ids of entities with relationships. */
  readonly connected: readonly string[];
  readonly people: readonly ListedSpeaker[];
  readonly transcripts: readonly ListedTranscript[];
  /** The longest first. */
  readonly longest: readonly ListedTranscript[];
  readonly words: readonly SpokenWords[];
  readonly runs: readonly string[];
}

const HUBS = 20;
const TEXTS = 60;
const PAGE = 500;
const MOST_PAGES = 40;
const MOST_PEOPLE = 500;

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };

export async function readSubjects(serving: Serving, workspace: string): Promise<Subjects> {
  const at = `/w/${encodeURIComponent(workspace)}`;
  const random = randomNumbers(3);
  const all = async <Item>(list: string, most = MOST_PAGES): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let next: string | null = "";
    for (let page = 0; page < most && next !== null; page += 1) {
      const cursor: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
      const read: Page<Item> = await serving.read({ path: `${at}/${list}?limit=${PAGE}${cursor}` });
      items.push(...read.items);
      next = read.next;
    }
    return items;
  };
  const entities = await all<ListedEntity>("entities");
  const transcripts = await all<ListedTranscript>("transcripts");
  const longest = transcripts.toSorted((one, other) => other.characters - one.characters).slice(0, 5);
  const telling = await serving.read<GraphPart>({
    path: `${at}/graph`,
    body: { start: { telling: true }, limit: 2_000 },
  });
  const byDegree = telling.nodes.toSorted((one, other) => other.degree - one.degree).map(({ id }) => id);
  const words: SpokenWords[] = [];
  for (let text = 0; text < TEXTS; text += 1) {
    const { id, file, characters } = transcripts[Math.floor(random() * transcripts.length)] as ListedTranscript;
    const from = Math.floor((random() * characters) / 2_500);
    const { chunks } = await serving.read<TranscriptText>({
      path: `${at}/transcripts/${id}/text?from=${from}&count=3`,
    });
    for (const { text: said, speaker } of chunks.flatMap(({ turns }) => turns))
      words.push(...someOf(said, random).map((each) => ({ text: each, file, speaker })));
  }
  const { items: runs } = await serving.read<{ items: readonly ListedRun[] }>({ path: `${at}/runs` });
  return {
    entities,
    hubs: [...entities.slice(0, HUBS).map(({ id }) => id), ...byDegree.slice(0, HUBS)],
    pairs: telling.edges.map(({ source, target }) => [source, target] as const),
    connected: telling.nodes.map(({ id }) => id),
    people: (await all<ListedSpeaker>("people", 1)).slice(0, MOST_PEOPLE),
    transcripts,
    longest,
    words,
    runs: runs.map(({ runId }) => runId),
  };
}

/** Two to six words from the first long one on, so that they are not all among the most frequent; none if there are fewer. */
function someOf(said: string, random: () => number): readonly string[] {
  const words = said.split(/\s+/);
  const first = words.findIndex((word) => /^\p{L}{6,}$/u.test(word));
  const count = 2 + Math.floor(random() * 5);
  return first < 0 || words.length < first + count ? [] : [words.slice(first, first + count).join(" ")];
}
