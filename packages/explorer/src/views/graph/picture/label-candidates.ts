import { type Candidate, placesAlong, placesBeside } from "./label-places.ts";
import type { LabelledNode, LabelledSegment } from "./labels.ts";
import type { Size } from "./obstacles.ts";

/** So many of the largest nodes have names in any case. */
const LARGEST = 6;

/** The size of a label, in pixels. */
interface Sizes {
  readonly ofNode: (node: LabelledNode) => Size;
  readonly ofSegment: (segment: LabelledSegment) => Size;
}

/**
 * Labels in the order in which they get places: names that are written in any case, those of the largest nodes, other names,
 * words of lines, and dimmed names.
 */
export function candidatesOf(
  nodes: readonly LabelledNode[],
  segments: readonly LabelledSegment[],
  sizes: Sizes,
): readonly Candidate[] {
  const largest = new Set(nodes.toSorted((one, other) => other.radius - one.radius).slice(0, LARGEST));
  const rankOf = (node: LabelledNode): number =>
    node.isForced ? 0 : largest.has(node) ? 1 : node.emphasis === "dimmed" ? 4 : 2;
  const ranked = [
    ...nodes.map((node) => ({
      rank: rankOf(node),
      id: node.id,
      places: placesBeside(node, sizes.ofNode(node)),
      isForced: node.isForced || largest.has(node),
    })),
    ...segments.map((segment) => ({
      rank: 3,
      id: segment.id,
      places: placesAlong(segment, sizes.ofSegment(segment)),
      isForced: segment.isForced,
    })),
  ];
  return ranked.toSorted((one, other) => one.rank - other.rank);
}
