import type { CallError, CallOptions, Clock, LimitReading, Usage } from "../../ports/index.ts";
import type { Accounts, Ending, LogEntry } from "@colloquy/simulated-provider";
import type { SimulatedCall } from "@colloquy/simulated-provider";
import { deliver } from "@colloquy/simulated-provider";
import { checkSimulation, type Simulation, type SimulationOptions } from "@colloquy/simulated-provider";
import type { Outcome, Reply, ReplyContent } from "@colloquy/simulated-provider";
import { createProvider } from "@colloquy/simulated-provider";
import { callErrorOf, connectionLost } from "./call-errors.ts";
import { limitReadings } from "./limit-readings.ts";

/** A reply, or the part of it that was received. */
export interface SimulatedReply {
  readonly content: ReplyContent;
  /** The received share of its words, up to 1. */
  readonly share: number;
  /** Null for a part. */
  readonly usage: Usage | null;
  readonly limits: readonly LimitReading[];
  /** The end of a partial reply: a CallError, or the reason of the caller's signal; null for a complete reply. */
  readonly interruption: unknown;
}

/** Calls of a simulated provider without a network, in the time of a clock that may be virtual. */
export interface SimulatedCalls {
  readonly simulation: Simulation;
  /**
   * One attempt of a call. Resolves with the received part if a chat reply was interrupted by the provider or by the
   * caller's signal.
   * @throws CallError; the signal's reason if it was aborted before any words were received.
   */
  call(call: SimulatedCall, options: CallOptions): Promise<SimulatedReply>;
  /** The current counts. */
  accounts(): Accounts;
  /** Ended calls, in the order of their ends. */
  log(): readonly LogEntry[];
  /** Removes all calls and counts. */
  reset(): void;
}

/** The clock and the behaviour of a simulated provider. */
export interface SimulatedCallsOptions {
  readonly clock: Clock;
  readonly options?: SimulationOptions;
  /** Whether every call is kept for `log`; default true. */
  readonly keepLog?: boolean;
}

/** Longer than over HTTP, because each piece needs processing in virtual time. */
const PIECE_MS = 1_000;

/** @throws SimulationError for invalid options. */
export function createSimulatedCalls({ clock, options = {}, keepLog = true }: SimulatedCallsOptions): SimulatedCalls {
  const simulation = checkSimulation({ pieceMs: PIECE_MS, ...options });
  const provider = createProvider(simulation, { keepLog });
  return {
    simulation,
    async call(call, given) {
      given.signal.throwIfAborted();
      const ticket = provider.receive(clock.now(), call);
      const isLost = (error: unknown): boolean => error !== given.signal.reason;
      let ending: Ending = "complete";
      try {
        const { reply, ...how } = await receive(ticket.outcome, { ...given, clock, simulation });
        ending = how.ending;
        return reply;
      } catch (error) {
        ending = isLost(error) ? (ticket.outcome.kind === "failure" ? "failed" : "lost") : "abandoned";
        throw error;
      } finally {
        ticket.end(clock.now(), ending);
      }
    },
    accounts: () => provider.accounts,
    log: () => provider.log,
    reset: () => provider.reset(),
  };
}

type Receiving = CallOptions & { readonly clock: Clock; readonly simulation: Simulation };

interface Received {
  readonly reply: SimulatedReply;
  readonly ending: Ending;
}

async function receive(outcome: Outcome, receiving: Receiving): Promise<Received> {
  if (outcome.kind === "reply") return receiveReply(outcome, receiving);
  const { clock, signal, simulation } = receiving;
  await clock.sleep(outcome.afterMs, signal);
  if (outcome.kind === "lost") throw connectionLost();
  throw callErrorOf(outcome.failure, limitReadings(outcome.limits, simulation.headers));
}

/** The part of a text that has been received. */
export function beginningOf(text: string, share: number): string {
  return text.slice(0, Math.floor(text.length * share));
}

async function receiveReply(reply: Reply, { clock, signal, simulation, ...listeners }: Receiving): Promise<Received> {
  const text = reply.content.kind === "chat" ? reply.content.text : "";
  const limits = limitReadings(reply.limits, simulation.headers);
  const words = reply.usage.outputTokens - reply.usage.reasoningTokens;
  let share = 0;
  const receiver = {
    onHead: () => {
      listeners.onLimits?.(limits);
      listeners.onProgress?.(0);
    },
    onPart: (until: number) => {
      const tokens = Math.round(words * until) - Math.round(words * share);
      const piece = beginningOf(text, until).slice(beginningOf(text, share).length);
      share = until;
      if (piece !== "") listeners.onText?.(piece);
      if (tokens > 0) listeners.onProgress?.(tokens);
    },
  };
  const part = (interruption: CallError | unknown): SimulatedReply => ({
    content: reply.content,
    share,
    usage: null,
    limits,
    interruption,
  });
  const hasWords = (): boolean => beginningOf(text, share) !== "";
  try {
    const ending = await deliver(reply, { clock, pieceMs: simulation.pieceMs, signal }, receiver);
    if (ending === "complete")
      return { ending, reply: { content: reply.content, share: 1, usage: reply.usage, limits, interruption: null } };
    if (!hasWords()) throw connectionLost();
    return { ending, reply: part(connectionLost()) };
  } catch (error) {
    if (!signal.aborted || !hasWords()) throw error;
    return { ending: "abandoned", reply: part(signal.reason) };
  }
}
