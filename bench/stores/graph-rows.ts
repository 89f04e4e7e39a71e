import { DEFAULT_ONTOLOGY } from "../../packages/colloquy/src/extraction/index.ts";
import {
  type Alias,
  type EntityRow,
  entityId,
  type RelationshipRow,
  relationshipId,
} from "../../packages/colloquy/src/model/index.ts";
import { randomNumbers } from "../throughput/workload.ts";

export interface GraphRows {
  readonly entities: readonly EntityRow[];
  readonly relationships: readonly RelationshipRow[];
}

const ADJECTIVES = ["quiet", "northern", "weekly", "open", "second", "shared", "early", "public", "slow", "careful"];
const NOUNS = ["committee", "remote control", "budget", "habit", "training", "river", "archive", "signal", "review"];
const REASONS = ["case", "plural", "title", "acronym"];
/** Makes the most connected of 100,000 entities have about 2 % of all relationships. */
const HUB_EXPONENT = 3;

/** Entities and relationships as in the ledger, with the ontology's types; few targets have many relationships, most have few. */
export function graphRows(seed: number, { nodes, relations }: { readonly nodes: number; readonly relations: number }) {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const entities = Array.from({ length: nodes }, (_, index) => entityAt(index, below));
  const ids = entities.map(({ id }) => id);
  const types = DEFAULT_ONTOLOGY.relationTypes.map(({ name }) => name);
  const relationships = new Map<string, RelationshipRow>();
  while (relationships.size < relations) {
    const source = ids[below(nodes)] ?? "";
    const target = ids[Math.floor(nodes * random() ** HUB_EXPONENT)] ?? "";
    const type = types[below(types.length)] ?? "";
    const id = relationshipId(source, type, target);
    const confidence = (30 + below(71)) / 100;
    const [stated, negated] = [1 + below(50), below(3)];
    const polarity = { stated, negated, question: 0, hypothetical: 0, implied: 0 };
    const count = stated + negated;
    relationships.set(id, { kind: "relationship", id, source, type, target, confidence, count, polarity });
  }
  return { entities, relationships: [...relationships.values()] } satisfies GraphRows;
}

function entityAt(index: number, below: (limit: number) => number): EntityRow {
  const pick = (words: readonly string[]): string => words[below(words.length)] ?? "";
  const name = `${pick(ADJECTIVES)} ${pick(NOUNS)} ${index}`;
  const type = pick(DEFAULT_ONTOLOGY.entityTypes.map((each) => each.name));
  const aliases = Array.from({ length: below(4) }, (_, place): Alias => ({
    name: `${pick(ADJECTIVES)} ${name} ${place}`,
    reason: pick(REASONS),
  }));
  const mentions = 1 + below(200);
  const transcripts = 1 + below(Math.min(mentions, 30));
  return { kind: "entity", id: entityId(name), name, type, aliases, mentions, transcripts };
}
