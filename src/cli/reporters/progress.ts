import type { RunEvent, Stage } from "../library.ts";
import { Rate } from "./rate.ts";

/** How the calls of a lane stand, as it told last. */
export type LaneStanding = Extract<RunEvent, { readonly event: "lane.progress" }>;

/** How far a stage has come. */
export interface StageProgress {
  readonly stage: Stage;
  readonly done: number;
  /** Null where it is not known beforehand. */
  readonly total: number | null;
  /** Per second, in the last minute; null in its first moments and where nothing is done. */
  readonly rate: number | null;
  /** By that rate; as the lane was estimated where nothing is done yet; null where neither tells. */
  readonly secondsLeft: number | null;
  /** Null while it runs. */
  readonly seconds: number | null;
  /** Batches that are done, and how many there will be about; null where it asks no model. */
  readonly batches: { readonly done: number; readonly total: number | null } | null;
  /** Null where it asks no model, or has told nothing yet. */
  readonly calls: LaneStanding | null;
}

/** Follows the stages of a run. */
export interface Progress {
  /** Takes an event in; gives the stage that it moved, or null. */
  readonly follow: (event: RunEvent) => StageProgress | null;
  /** Every stage as it stands at this moment, in the order in which they began. */
  readonly stages: () => readonly StageProgress[];
}

interface StageState {
  readonly at: number;
  readonly rate: Rate;
  done: number;
  total: number | null;
  seconds: number | null;
  batches: number;
  calls: LaneStanding | null;
}

type Estimate = Extract<RunEvent, { readonly event: "estimate.made" }>["estimate"];
type Lane = Estimate["lane"];

/** `now` gives milliseconds. */
export function createProgress(now: () => number): Progress {
  const states = new Map<Stage, StageState>();
  const estimates = new Map<Stage, Estimate>();
  const stateOf = (stage: Stage, total: number | null): StageState => {
    const at = now();
    const state = states.get(stage) ?? {
      at,
      rate: new Rate(at),
      done: 0,
      total,
      seconds: null,
      batches: 0,
      calls: null,
    };
    states.set(stage, state);
    return state;
  };
  const standing = (stage: Stage, state: StageState): StageProgress =>
    standingOf(stage, state, estimates.get(stage) ?? null, now());
  const moved = (stage: Stage, done: number, total: number | null, change: Partial<StageState> = {}): StageProgress => {
    const state = Object.assign(stateOf(stage, total), { done, total, ...change });
    state.rate.reached(done, now());
    return standing(stage, state);
  };
  const start = (stage: Stage, total: number | null): StageProgress => {
    states.delete(stage);
    return standing(stage, stateOf(stage, total));
  };
  const told = (event: LaneStanding): StageProgress | null => {
    const stage = stageOf(event.lane);
    const state = states.get(stage);
    // What a lane tells at its end may come when its stage is over.
    if (state === undefined || state.seconds !== null) return null;
    return moved(stage, Math.max(state.done, event.done), state.total, { calls: event });
  };
  return {
    stages: () => [...states].map(([stage, state]) => standing(stage, state)),
    follow: (event) => {
      switch (event.event) {
        case "estimate.made":
          estimates.set(stageOf(event.estimate.lane), event.estimate);
          return null;
        case "stage.started":
          return start(event.stage, event.total);
        case "stage.progress":
          return moved(event.stage, event.done, event.total);
        case "batch.completed": {
          const stage = stageOf(event.lane);
          return moved(stage, event.done, event.total, { batches: stateOf(stage, event.total).batches + 1 });
        }
        case "chunk.deadLettered": {
          // It is dealt with: without this a lane that buries its last ones would end short of its total.
          const stage = stageOf(event.lane);
          const state = states.get(stage);
          return state === undefined ? null : moved(stage, state.done + 1, state.total);
        }
        case "lane.progress":
          return told(event);
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

function standingOf(stage: Stage, state: StageState, estimate: Estimate | null, now: number): StageProgress {
  const { at, done, total, seconds, calls } = state;
  const rate = seconds === null ? state.rate.perSecond(done, now) : overall(done, seconds);
  const batches = estimate === null ? null : { done: state.batches, total: estimate.calls.likely };
  const left = (): number | null => {
    if (seconds !== null || total === null) return null;
    if (rate !== null) return rate === 0 ? null : Math.max(0, total - done) / rate;
    const expected = estimate?.seconds?.likely ?? 0;
    const remaining = expected - (now - at) / 1000;
    return remaining > 0 ? remaining : null;
  };
  return { stage, done, total, rate, secondsLeft: left(), seconds, batches, calls };
}

function overall(done: number, seconds: number): number | null {
  return done === 0 || seconds < 0.5 ? null : done / seconds;
}

function stageOf(lane: Lane): Stage {
  return lane === "extraction" ? "extract" : "embed";
}
