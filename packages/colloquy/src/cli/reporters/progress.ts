import { TimeLeft } from "../../metrics/index.ts";
import type { RunEvent, Stage } from "../library.ts";
import { Rate } from "./rate.ts";

/** The last `calls.progress` of a stage. */
export type CallsState = Extract<RunEvent, { readonly event: "calls.progress" }>;

/** The progress of a stage. */
export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  /** Null if it is unknown. */
  readonly total: number | null;
  /** Per second, in the last minute; null at the start and while nothing is done. */
  readonly rate: number | null;
  /** From `calls.progress`, or from the rate; null while it is unknown, and after the run is asked to stop. */
  readonly secondsLeft: number | null;
  /** Duration of a finished stage; null while the stage runs. */
  readonly seconds: number | null;
  /** Whether the stage uses a store and has made no progress for a while. */
  readonly waitsForStore: boolean;
  /** Null for a stage without a model, and before the first `calls.progress`. */
  readonly calls: CallsState | null;
}

/** Follows the stages of a run. */
export interface Progress {
  /** Processes an event. Returns the progress of its stage, or null if no stage changes. */
  readonly follow: (event: RunEvent) => StageProgress | null;
  /** Removes the time left, which is only valid for a run that continues. */
  readonly stop: () => void;
  /** The progress of all stages, in the order of their start. */
  readonly stages: () => readonly StageProgress[];
}

interface StageState {
  readonly rate: Rate;
  readonly timeLeft: TimeLeft;
  movedAt: number;
  done: number;
  total: number | null;
  seconds: number | null;
  calls: CallsState | null;
}

const OF_STORES: ReadonlySet<Stage> = new Set(["project", "verify"]);
/** After this time without progress, a stage waits for its store. */
const STANDSTILL_MS = 5_000;

/** `now` returns milliseconds. */
export function createProgress(now: () => number): Progress {
  const states = new Map<Stage, StageState>();
  let isStopping = false;
  const stateOf = (stage: Stage, total: number | null): StageState => {
    const at = now();
    const state = states.get(stage) ?? {
      rate: new Rate(at),
      timeLeft: new TimeLeft(),
      movedAt: at,
      done: 0,
      total,
      seconds: null,
      calls: null,
    };
    states.set(stage, state);
    return state;
  };
  const currentProgress = (stage: Stage, state: StageState): StageProgress => {
    const progress = progressOf(stage, state, now());
    return isStopping ? { ...progress, secondsLeft: null } : progress;
  };
  const moved = (stage: Stage, done: number, total: number | null, change: Partial<StageState> = {}): StageProgress => {
    const state = Object.assign(stateOf(stage, total), { movedAt: now(), done, total, ...change });
    state.rate.reached(done, now());
    state.timeLeft.reached(done, now());
    return currentProgress(stage, state);
  };
  const start = (stage: Stage, total: number | null): StageProgress => {
    states.delete(stage);
    return currentProgress(stage, stateOf(stage, total));
  };
  const stageMoved = (event: CallsState): StageProgress | null => {
    const { stage } = event;
    const state = states.get(stage);
    // The last event may arrive after the end of the stage.
    if (state === undefined || state.seconds !== null) return null;
    return moved(stage, Math.max(state.done, event.done), state.total, { calls: event });
  };
  return {
    stop: () => {
      isStopping = true;
    },
    stages: () => [...states].map(([stage, state]) => currentProgress(stage, state)),
    follow: (event) => {
      switch (event.event) {
        case "stage.started":
          return start(event.stage, event.total);
        case "stage.progress":
          return moved(event.stage, event.done, event.total);
        case "batch.completed":
          return moved(event.stage, event.done, event.total);
        case "chunk.deadLettered": {
          // A dead letter counts as done, so that the stage reaches its total.
          const { stage } = event;
          const state = states.get(stage);
          return state === undefined ? null : moved(stage, state.done + 1, state.total);
        }
        case "calls.progress":
          return stageMoved(event);
        case "stage.completed": {
          const state = stateOf(event.stage, null);
          return moved(event.stage, state.done, state.total, { seconds: event.seconds });
        }
        default:
          return null;
      }
    },
  };
}

function progressOf(stage: Stage, state: StageState, now: number): StageProgress {
  const { movedAt, done, total, seconds, calls } = state;
  const isRunning = seconds === null;
  const pace = isRunning ? paceOf(state, now) : { rate: overall(done, seconds), secondsLeft: null };
  const waitsForStore = isRunning && OF_STORES.has(stage) && now - movedAt >= STANDSTILL_MS;
  return { stage, done, total, ...pace, seconds, waitsForStore, calls };
}

/** From `calls.progress`, if received, because it includes the remaining batches. */
function paceOf(
  { rate, timeLeft, done, total, calls }: StageState,
  now: number,
): Pick<StageProgress, "rate" | "secondsLeft"> {
  if (calls !== null) return { rate: calls.chunksPerSecond, secondsLeft: calls.secondsLeft };
  return { rate: rate.perSecond(done, now), secondsLeft: total === null ? null : timeLeft.seconds(total, now) };
}

function overall(done: number, seconds: number): number | null {
  return done === 0 || seconds < 0.5 ? null : done / seconds;
}
