import { type LayoutInput, layOut } from "../model/layout.ts";

/** Computes layouts in a thread of its own, so that the page stays responsive. */
addEventListener("message", ({ data }: MessageEvent<{ readonly id: number; readonly input: LayoutInput }>) => {
  const positions = layOut(data.input);
  postMessage({ id: data.id, positions }, { transfer: [positions.buffer] });
});
