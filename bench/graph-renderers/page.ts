import { makeWorkload, type Workload } from "./workload.ts";

/** What a page of a renderer offers to the program that measures. */
export interface RendererPage {
  /** Draws a graph, and resolves with the milliseconds until its pixels exist. */
  draw(count: number, withLabels: boolean): Promise<number>;
  startLayout(): void;
  /** What draws. */
  describe(): { readonly software: string };
  /** Frames of the next `ms` milliseconds, per second. */
  frames(ms: number): Promise<number>;
}

interface Drawing {
  readonly canvas: HTMLCanvasElement;
  startLayout(): void;
}

/** Offers a renderer: `draw` resolves when the first frame was sent to the GPU. */
export function offerRenderer(
  draw: (container: HTMLDivElement, workload: Workload, withLabels: boolean) => Promise<Drawing>,
): void {
  let drawing: Drawing | null = null;
  const page: RendererPage = {
    async draw(count, withLabels) {
      const container = document.querySelector<HTMLDivElement>("#picture");
      if (container === null) throw new Error("The page lacks #picture");
      const workload = makeWorkload(count);
      const begun = performance.now();
      drawing = await draw(container, workload, withLabels);
      // Reading a pixel waits until all commands are done.
      drawing.canvas.getContext("webgl2")?.readPixels(0, 0, 1, 1, 0x1908, 0x1401, new Uint8Array(4));
      return performance.now() - begun;
    },
    startLayout: () => drawing?.startLayout(),
    describe() {
      const gl = document.createElement("canvas").getContext("webgl2");
      const extension = gl?.getExtension("WEBGL_debug_renderer_info");
      return { software: String(extension == null ? "" : gl?.getParameter(extension.UNMASKED_RENDERER_WEBGL)) };
    },
    frames: (ms) =>
      new Promise((resolve) => {
        const begun = performance.now();
        let frames = 0;
        const count = (now: number): void => {
          if (now - begun >= ms) resolve((frames * 1_000) / (now - begun));
          else requestAnimationFrame(count);
          frames++;
        };
        requestAnimationFrame(count);
      }),
  };
  Object.assign(window, { rendererPage: page });
}
