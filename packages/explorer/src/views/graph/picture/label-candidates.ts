import { type Candidate, placesAlong, placesAside, placesBeside } from "./label-places.ts";
import type { LabelledNode, LabelledSegment } from "./labels.ts";
import type { Box, Size } from "./obstacles.ts";

/** So many of the largest nodes have names in any case. */
const LARGEST = 6;

/** The size of a label, in pixels. */
interface Sizes {
  readonly ofNode: (node: LabelledNode) => Size;
  readonly ofSegment: (segment: LabelledSegment) => Size;
}

/**
 * Labels in the order in which they get places: names and then words that are written in any case, names of the largest
 * nodes, other names, words of lines, and dimmed names.
 */
export function candidatesOf(
  nodes: readonly LabelledNode[],
  segments: readonly LabelledSegment[],
  sizes: Sizes,
): readonly Candidate[] {
  const largest = new Set(nodes.toSorted((one, other) => other.radius - one.radius).slice(0, LARGEST));
  const rankOf = (node: LabelledNode): number =>
    node.isForced ? 0 : largest.has(node) ? 2 : node.emphasis === "dimmed" ? 5 : 3;
  const ranked = [
    ...nodes.map((node) => ({
      rank: rankOf(node),
      id: node.id,
      places: placesBeside(node, sizes.ofNode(node)),
      isForced: node.isForced || largest.has(node),
    })),
    ...segments.map((segment) => ({
      rank: segment.isForced ? 1 : 4,
      id: segment.id,
      places: placesOf(segment, sizes.ofSegment(segment)),
      isForced: segment.isForced,
    })),
  ];
  return ranked.toSorted((one, other) => one.rank - other.rank);
}

/** Words beside their line are less clearly its own, so only those that are written in any case are there. */
function placesOf(segment: LabelledSegment, size: Size): readonly Box[] {
  return segment.isForced ? [...placesAlong(segment, size), ...placesAside(segment, size)] : placesAlong(segment, size);
}
