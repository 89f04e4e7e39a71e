/**
 * Measures each contender once in each repetition. The order changes between repetitions, so that no contender has
 * the advantage of a server that has warmed up.
 * @returns the figures of each, in the order of the repetitions.
 */
export async function alternate<Name extends string, Figures>(
  contenders: Readonly<Record<Name, () => Promise<Figures>>>,
  repetitions: number,
): Promise<ReadonlyMap<Name, readonly Figures[]>> {
  const names = Object.keys(contenders) as Name[];
  const measured = new Map<Name, Figures[]>(names.map((name) => [name, []]));
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (let place = 0; place < names.length; place += 1) {
      const name = names[(repetition + place) % names.length];
      if (name === undefined) continue;
      console.error(`${new Date().toISOString().slice(11, 19)} repetition ${repetition + 1}: ${name}`);
      measured.get(name)?.push(await contenders[name]());
    }
  }
  return measured;
}

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

export function* slices<Row>(rows: readonly Row[], size: number): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += size) yield rows.slice(from, from + size);
}
