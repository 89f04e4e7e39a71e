import type { Comparison } from "colloquy/api";

type Viewpoint = Comparison["disagreements"][number]["viewpoints"][number];
type Topic = Comparison["shared"][number];
type Person = Comparison["speakers"][number];

/** A list for each of the compared people, in their order. */
export function byPerson<Item extends { readonly speaker: { readonly id: string } }>(
  people: readonly Pick<Person, "id">[],
  items: readonly Item[],
): readonly (readonly Item[])[] {
  return people.map(({ id }) => items.filter(({ speaker }) => speaker.id === id));
}

/** The one statement that all viewpoints are about; null if they are different statements. */
export function commonStatement(viewpoints: readonly Viewpoint[]): Viewpoint | null {
  const [first] = viewpoints;
  if (first === undefined) return null;
  const isSame = viewpoints.every(
    ({ source, type, target }) => source.id === first.source.id && type === first.type && target.id === first.target.id,
  );
  return isSame ? first : null;
}

/** What a comparison says as a whole. */
export type Conclusion = "nothing" | "topics" | "no-disagreement" | null;

export function conclusionOf({ disagreements, agreements, shared }: Comparison): Conclusion {
  if (disagreements.length > 0) return null;
  if (agreements.length > 0) return "no-disagreement";
  return shared.length > 0 ? "topics" : "nothing";
}

/**
 * The shared topics without the statements that are shown before: among the viewpoints, or with a topic before. A topic that
 * has none left keeps its counts.
 */
export function withoutRepeats({ disagreements, agreements, shared }: Comparison): readonly Topic[] {
  const keyOf = (speaker: string, { source, type, target }: Pick<Viewpoint, "source" | "type" | "target">): string =>
    [speaker, source.id, type, target.id].join(" ");
  const shown = new Set(
    [...disagreements, ...agreements].flatMap(({ viewpoints }) =>
      viewpoints.map((each) => keyOf(each.speaker.id, each)),
    ),
  );
  return shared.map((topic) => ({
    ...topic,
    by: topic.by.map((said) => {
      const statements = said.statements.filter((each) => !shown.has(keyOf(said.speaker.id, each)));
      for (const each of statements) shown.add(keyOf(said.speaker.id, each));
      // Its statements say more than its first sentence, and they are shown already.
      const evidence = said.statements.length > 0 ? null : said.evidence;
      return { ...said, statements, evidence };
    }),
  }));
}
