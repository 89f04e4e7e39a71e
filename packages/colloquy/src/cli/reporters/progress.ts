import { TimeLeft } from "../../composition/time-left.ts";
import type { RunEvent, Stage } from "../library.ts";
import { Rate } from "./rate.ts";

/** The last `calls.progress` of a stage. */
export type CallsState = Extract<RunEvent, { readonly event: "calls.progress" }>;

/** How far a stage has come. */
export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  /** Null where it is not known beforehand. */
  readonly total: number | null;
  /** Per second, in the last minute; null in its first moments and where nothing is done. */
  readonly rate: number | null;
  /** By the pace, or as `calls.progress` says; null while it is not known, and once the run was told to stop. */
  readonly secondsLeft: number | null;
  /** Null while it runs. */
  readonly seconds: number | null;
  /** It writes to stores or reads from them, and nothing has moved for a while. */
  readonly waitsForStore: boolean;
  /** Null where it asks no model, or before the first `calls.progress`. */
  readonly calls: CallsState | null;
}

/** Follows the stages of a run. */
export interface Progress {
  /** Takes an event in; gives the stage that it moved, or null. */
  readonly follow: (event: RunEvent) => StageProgress | null;
  /** From now on no time is left: it would be that of a run that goes on. */
  readonly stop: () => void;
  /** Every stage as it stands at this moment, in the order in which they began. */
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
/** A store that moves no row for so long is waited for. */
const STANDSTILL_MS = 5_000;

/** `now` gives milliseconds. */
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
  const standing = (stage: Stage, state: StageState): StageProgress => {
    const progress = standingOf(stage, state, now());
    return isStopping ? { ...progress, secondsLeft: null } : progress;
  };
  const moved = (stage: Stage, done: number, total: number | null, change: Partial<StageState> = {}): StageProgress => {
    const state = Object.assign(stateOf(stage, total), { movedAt: now(), done, total, ...change });
    state.rate.reached(done, now());
    state.timeLeft.reached(done, now());
    return standing(stage, state);
  };
  const start = (stage: Stage, total: number | null): StageProgress => {
    states.delete(stage);
    return standing(stage, stateOf(stage, total));
  };
  const stageMoved = (event: CallsState): StageProgress | null => {
    const { stage } = event;
    const state = states.get(stage);
    // The last one may come after the end of the stage.
    if (state === undefined || state.seconds !== null) return null;
    return moved(stage, Math.max(state.done, event.done), state.total, { calls: event });
  };
  return {
    stop: () => {
      isStopping = true;
    },
    stages: () => [...states].map(([stage, state]) => standing(stage, state)),
    follow: (event) => {
      switch (event.event) {
        case "stage.started":
          return start(event.stage, event.total);
        case "stage.progress":
          return moved(event.stage, event.done, event.total);
        case "batch.completed":
          return moved(event.stage, event.done, event.total);
        case "chunk.deadLettered": {
          // It counts as done, so that a stage whose last chunks are dead letters reaches its total.
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

function standingOf(stage: Stage, state: StageState, now: number): StageProgress {
  const { movedAt, done, total, seconds, calls } = state;
  const isRunning = seconds === null;
  const pace = isRunning ? paceOf(state, now) : { rate: overall(done, seconds), secondsLeft: null };
  const waitsForStore = isRunning && OF_STORES.has(stage) && now - movedAt >= STANDSTILL_MS;
  return { stage, done, total, ...pace, seconds, waitsForStore, calls };
}

/** As `calls.progress` says, where there is one: it knows what is still to come. */
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
