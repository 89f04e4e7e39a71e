import type { RunEvent, Stage } from "../library.ts";

/** How far a stage has come. */
export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  /** Null where it is not known beforehand. */
  readonly total: number | null;
  /** Per second since the stage began; null in its first moments. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Null while it runs. */
  readonly seconds: number | null;
  /** How its calls stand; null where it asks nobody. */
  readonly calls: CallState | null;
}

/** How the calls of a lane stand. */
export type CallState = Pick<
  Extract<RunEvent, { event: "lane.progress" }>,
  "inFlight" | "waitingFor" | "rateLimited"
> & {
  readonly retried: number;
};

const NO_CALLS: CallState = { inFlight: 0, waitingFor: null, rateLimited: 0, retried: 0 };

/** A rate from less than this is noise. */
const SETTLING_MS = 500;

/** Follows the stages of a run. `now` gives milliseconds. */
export function createProgress(now: () => number): {
  /** Takes an event in; gives the stage that it moved, or null. */
  readonly follow: (event: RunEvent) => StageProgress | null;
} {
  const started = new Map<Stage, { at: number; total: number | null; done: number }>();
  const calls = new Map<Stage, CallState>();
  const ended = new Set<Stage>();
  const measured = (stage: Stage, done: number, total: number | null, seconds: number | null): StageProgress => {
    const entry = started.get(stage) ?? { at: now(), total, done };
    started.set(stage, { ...entry, total, done });
    const elapsed = seconds === null ? now() - entry.at : seconds * 1000;
    const rate = elapsed < SETTLING_MS || done === 0 ? null : (done * 1000) / elapsed;
    const secondsLeft = rate === null || total === null || seconds !== null ? null : Math.max(0, total - done) / rate;
    return { stage, done, total, rate, secondsLeft, seconds, calls: calls.get(stage) ?? null };
  };
  const unmoved = (stage: Stage): StageProgress | null => {
    const last = started.get(stage);
    return last === undefined || ended.has(stage) ? null : measured(stage, last.done, last.total, null);
  };
  return {
    follow: (event) => {
      switch (event.event) {
        case "stage.started":
          started.set(event.stage, { at: now(), total: event.total, done: 0 });
          return measured(event.stage, 0, event.total, null);
        case "stage.progress":
          return measured(event.stage, event.done, event.total, null);
        case "batch.completed":
          return measured(stageOf(event.lane), event.done, event.total, null);
        case "chunk.deadLettered": {
          // It is dealt with: without this a lane that buries its last ones would end short of its total.
          const stage = stageOf(event.lane);
          const last = started.get(stage);
          return last === undefined ? null : measured(stage, last.done + 1, last.total, null);
        }
        case "lane.progress": {
          const stage = stageOf(event.lane);
          const { inFlight, waitingFor, rateLimited } = event;
          calls.set(stage, { ...(calls.get(stage) ?? NO_CALLS), inFlight, waitingFor, rateLimited });
          return unmoved(stage);
        }
        case "call.retried": {
          const stage = stageOf(event.lane);
          const before = calls.get(stage) ?? NO_CALLS;
          calls.set(stage, { ...before, retried: before.retried + 1 });
          return null;
        }
        case "stage.completed": {
          ended.add(event.stage);
          const last = started.get(event.stage);
          return measured(event.stage, last?.done ?? 0, last?.total ?? null, event.seconds);
        }
        default:
          return null;
      }
    },
  };
}

function stageOf(lane: "extraction" | "embedding"): Stage {
  return lane === "extraction" ? "extract" : "embed";
}
