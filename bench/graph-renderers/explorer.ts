import { Picture } from "../../packages/explorer/src/views/graph/picture/picture.ts";
import type { Scene } from "../../packages/explorer/src/views/graph/picture/scene.ts";
import { offerRenderer } from "./page.ts";

const ignore = (): void => {};

/** The picture of the explorer: nodes of sigma, lines and names of its own. It has no layout that runs; all nodes move instead. */
offerRenderer(async (container, { nodes, edges }) => {
  const picture = new Picture(container, {
    onDot: ignore,
    onOpenDot: ignore,
    onLine: ignore,
    onNothing: ignore,
    onDrop: ignore,
  });
  const sceneAt = (shift: number): Scene => ({
    dots: nodes
      .map(({ name, size }, index) => ({ id: String(index), name, radius: size, group: 0, isPinned: false }))
      .toSorted((one, other) => other.radius - one.radius),
    lines: edges.map(([source, target], index) => ({
      id: `line ${index}`,
      source: String(source),
      target: String(target),
      shift: 0,
      width: 1.25,
      isDashed: false,
      tone: "said",
      words: "leads to",
    })),
    positions: new Map(nodes.map(({ x, y }, index) => [String(index), { x: x + shift * (index % 7), y }])),
  });
  picture.show(sceneAt(0), { isAnimated: false });
  await picture.fit(false);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = container.querySelector("canvas");
  if (canvas === null) throw new Error("sigma made no canvas");
  return {
    canvas,
    startLayout() {
      let shift = 0;
      setInterval(() => picture.show(sceneAt((shift = 12 - shift)), { isAnimated: true }), 500);
    },
  };
});
