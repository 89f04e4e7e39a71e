import type { EntityRow, Evidence } from "../../model/index.ts";
import type { PictureEdge } from "./picture.ts";

const SPEAKS_OF = "SPEAKS_OF";
const IDEAS_PER_PERSON = 4;

/** Edges from people to the entities that they speak about most. */
export function speaksEdges(
  people: readonly EntityRow[],
  chosen: ReadonlyMap<string, EntityRow>,
  mentions: ReadonlyMap<string, readonly Evidence[]>,
): readonly PictureEdge[] {
  const byLabel = new Map(
    people.flatMap((person) =>
      [person.name, ...person.aliases.map((alias) => alias.name)].map(
        (name) => [name.toLowerCase(), person.id] as const,
      ),
    ),
  );
  const edges: PictureEdge[] = [];
  for (const row of chosen.values()) {
    if (row.type === "Person") continue;
    const bySpeaker = Map.groupBy(mentions.get(row.id) ?? [], (words) =>
      byLabel.get((words.speaker ?? "").toLowerCase()),
    );
    for (const [person, words] of bySpeaker) {
      if (person === undefined || words.length < 2) continue;
      edges.push({
        kind: "speaks",
        source: person,
        target: row.id,
        type: SPEAKS_OF,
        count: words.length,
        polarity: null,
        evidence: words.slice(0, 2),
      });
    }
  }
  const byPerson = Map.groupBy(
    edges.sort((left, right) => right.count - left.count),
    (edge) => edge.source,
  );
  return [...byPerson.values()].flatMap((ideas) => ideas.slice(0, IDEAS_PER_PERSON));
}
