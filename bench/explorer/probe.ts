/** What measures within the page. Times are milliseconds since the navigation began. */
export interface Probe {
  /** The frame after the one in which the content was there. */
  readonly content: Promise<number>;
  /** The time when a picture was drawn with more than so many dots or lines. */
  drawn(moreThan: number): Promise<number>;
  /** The number of dots or of lines in the latest picture, whichever is larger. */
  drawnMost(): number;
  /** The time of the latest picture, when none followed for half a second. */
  still(): Promise<number>;
  startFrames(): void;
  /** The durations of the frames since the start. */
  stopFrames(): readonly number[];
  /** Scrolls an element from its beginning to its end in so many frames. */
  sweep(selector: string, frames: number): Promise<void>;
  /** Scrolls to a share of an element's height. @returns the milliseconds until words are in the window */
  jump(selector: string, share: number): Promise<number>;
  /** Files of this page, with their sizes as they were transferred. */
  files(): readonly (readonly [url: string, bytes: number])[];
}

declare global {
  interface Window {
    readonly probe: Probe;
  }
}

/** Runs in the page before its own code. @param content Selector of the first content; empty: a picture is drawn */
export function installProbe(content: string): void {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const latest: { context: WebGL2RenderingContext | null; key: unknown; most: number; at: number } = {
    context: null,
    key: null,
    most: 0,
    at: 0,
  };
  /** Corners of a dot: two triangles. A line has as many, or more. */
  const cornersOfItem = 6;
  const note = (context: WebGL2RenderingContext, items: number): void => {
    const key = document.timeline.currentTime;
    const most = key === latest.key ? Math.max(latest.most, items) : items;
    Object.assign(latest, { context, key, most, at: performance.now() });
  };
  // The picture draws triangles; sigma's own programs draw instances.
  const { prototype } = WebGL2RenderingContext;
  const { drawArrays, drawArraysInstanced } = prototype;
  prototype.drawArrays = function (this: WebGL2RenderingContext, mode, first, count) {
    note(this, count / cornersOfItem);
    drawArrays.call(this, mode, first, count);
  };
  prototype.drawArraysInstanced = function (this: WebGL2RenderingContext, mode, first, count, instances) {
    note(this, instances);
    drawArraysInstanced.call(this, mode, first, count, instances);
  };

  const until = async (isReached: () => boolean): Promise<number> => {
    while (!isReached()) await frame();
    await frame();
    return performance.now();
  };
  /** Waits for the graphics: reading a pixel takes until all that was sent is drawn. */
  const finish = (): void => {
    const gl = latest.context;
    if (gl === null) return;
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
  };
  const drawn = async (moreThan: number): Promise<number> => {
    await until(() => latest.most > moreThan);
    finish();
    return performance.now();
  };
  const element = (selector: string): Element => {
    const found = document.querySelector(selector);
    if (found === null) throw new Error(`There is no ${selector}`);
    return found;
  };
  const hasWords = (selector: string): boolean => {
    const { top, bottom } = element(selector).getBoundingClientRect();
    return [...document.querySelectorAll(`${selector} [data-index] p`)].some((words) => {
      const own = words.getBoundingClientRect();
      return own.bottom > top && own.top < bottom;
    });
  };

  let frames: number[] | null = null;
  const probe: Probe = {
    content: content === "" ? drawn(1) : until(() => document.querySelector(content) !== null),
    drawn,
    drawnMost: () => latest.most,
    async still() {
      while (performance.now() - latest.at < 500) await frame();
      return latest.at;
    },
    startFrames() {
      const own: number[] = [];
      frames = own;
      const next = (before: number) => (now: number) => {
        if (frames !== own) return;
        own.push(now - before);
        requestAnimationFrame(next(now));
      };
      requestAnimationFrame((now) => requestAnimationFrame(next(now)));
    },
    stopFrames() {
      const measured = frames ?? [];
      frames = null;
      return measured;
    },
    async sweep(selector, count) {
      const { scrollHeight, clientHeight } = element(selector);
      for (let step = 1; step <= count; step += 1) {
        element(selector).scrollTop = ((scrollHeight - clientHeight) * step) / count;
        await frame();
      }
    },
    async jump(selector, share) {
      const begun = performance.now();
      const { scrollHeight } = element(selector);
      element(selector).scrollTop = scrollHeight * share;
      await frame();
      return (await until(() => hasWords(selector))) - begun;
    },
    files: () =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map(
        (entry) => [entry.name, (entry as PerformanceResourceTiming).encodedBodySize] as const,
      ),
  };
  Object.assign(window, { probe });
}
