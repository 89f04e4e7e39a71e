/** Where something is in the picture. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

export type Positions = ReadonlyMap<string, Position>;

type Link = Readonly<{ source: string; target: string }>;

/** The golden angle: points at its multiples fill a disc evenly. */
const TURN = Math.PI * (3 - Math.sqrt(5));
/** Distance of neighbours before the layout. */
const STEP = 40;

/**
 * Positions for all ids: the known ones where they are; a new one beside its known neighbours, in a direction that its id
 * decides; others on a spiral, in their order. The same input has the same positions.
 */
export function place(ids: readonly string[], links: readonly Link[], known: Positions): Positions {
  const neighbours = neighboursOf(links);
  const positions = new Map<string, Position>();
  const centre = mean([...known.values()]) ?? { x: 0, y: 0 };
  for (const [index, id] of ids.entries()) {
    const near = mean((neighbours.get(id) ?? []).flatMap((other) => known.get(other) ?? []));
    positions.set(id, known.get(id) ?? (near === null ? spiral(centre, index) : beside(near, id)));
  }
  return positions;
}

/** The ids that links connect with each id, without itself. */
export function neighboursOf(links: readonly Link[]): ReadonlyMap<string, readonly string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (one: string, other: string): void => {
    const all = neighbours.get(one);
    if (all === undefined) neighbours.set(one, [other]);
    else if (!all.includes(other)) all.push(other);
  };
  for (const { source, target } of links) {
    if (source === target) continue;
    add(source, target);
    add(target, source);
  }
  return neighbours;
}

function beside({ x, y }: Position, id: string): Position {
  const hash = hashOf(id);
  const angle = ((hash % 3600) / 3600) * 2 * Math.PI;
  const distance = STEP * (1 + ((hash >>> 12) % 100) / 100);
  return { x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle) };
}

function spiral({ x, y }: Position, index: number): Position {
  const distance = STEP * Math.sqrt(index + 0.5);
  return { x: x + distance * Math.cos(index * TURN), y: y + distance * Math.sin(index * TURN) };
}

function mean(positions: readonly Position[]): Position | null {
  if (positions.length === 0) return null;
  const sum = positions.reduce((one, other) => ({ x: one.x + other.x, y: one.y + other.y }));
  return { x: sum.x / positions.length, y: sum.y / positions.length };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
