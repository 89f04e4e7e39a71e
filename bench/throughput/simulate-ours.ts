import { CallError, type ChatModel, type LimitReading } from "../../packages/colloquy/src/ports/index.ts";
import { createRateLimiter, type LimiterEvent } from "@colloquy/rate-limit";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { createSimulatedChatModel } from "../../packages/colloquy/src/testing/index.ts";
import type { EndpointAccount, LogEntry } from "@colloquy/simulated-provider";
import { requestChunks, type AskedFigures, type Task } from "./request-chunks.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { randomNumbers } from "./workload.ts";

/** An event of the limiter and its time, in seconds since the start. */
export type TimedEvent = LimiterEvent & { readonly atSeconds: number };

export interface SimulatedFigures extends AskedFigures {
  readonly seconds: number;
  readonly chat: EndpointAccount;
  readonly log: readonly LogEntry[];
  readonly events: readonly TimedEvent[];
}

export interface SimulatedOptions {
  readonly maxConcurrent?: number | "auto";
  /** Receives the limits that each reply reports, and the time, in seconds since the start. */
  readonly onLimits?: (limits: readonly LimitReading[], atSeconds: number) => void;
}

/** The real limiter, in virtual time: hours in a second, with the same result for the same seed. */
export async function simulateOurs(
  task: Task,
  options: SimulationOptions,
  { maxConcurrent = "auto", onLimits = () => {} }: SimulatedOptions = {},
): Promise<SimulatedFigures> {
  const clock = createVirtualClock();
  const events: TimedEvent[] = [];
  const chat = createSimulatedChatModel({ clock, options });
  await using limiter = createRateLimiter({
    clock,
    random: randomNumbers(Number(options.seed ?? 1)),
    maxConcurrent,
    ping: (given) => chat.ping(given),
    onEvent: (event) => void events.push({ ...event, atSeconds: clock.now() / 1000 }),
  });
  const observe = (limits: readonly LimitReading[]): void => onLimits(limits, clock.now() / 1000);
  const observed: Pick<ChatModel, "complete" | "ping" | "pingTokens"> = {
    ...(chat.pingTokens === undefined ? {} : { pingTokens: chat.pingTokens }),
    ping: (given) => chat.ping(given),
    async complete(request, given) {
      const both = (limits: readonly LimitReading[]): void => {
        observe(limits);
        given.onLimits?.(limits);
      };
      try {
        return await chat.complete(request, { ...given, onLimits: both });
      } catch (error) {
        if (CallError.isInstance(error)) observe(error.limits);
        throw error;
      }
    },
  };
  const asked = await clock.runUntil(requestChunks(task, { chat: observed, limiter, clock }));
  return { ...asked, seconds: clock.now() / 1000, chat: chat.accounts().chat, log: chat.log(), events };
}
