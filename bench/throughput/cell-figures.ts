import { spreadOf } from "../figures.ts";
import type { EndpointAccount } from "@colloquy/simulated-provider";
import { type AskedFigures, countLost } from "./request-chunks.ts";
import { lowerBound, utilisation } from "./bound.ts";
import type { Tier } from "./tiers.ts";

/** One run of one tier, by the provider's records. Without meaning when chunks were lost. */
export interface CellFigures {
  readonly seconds: number;
  /** Bound of the actual attempts: see `lowerBound`. */
  readonly boundSeconds: number;
  readonly overBoundSeconds: number;
  /** While new chunks were left to request. */
  readonly utilisation: number;
  /** Until the last dispatch: failures of the last seconds are dispatched again when nothing else is left to send. */
  readonly utilisationToLast: number;
  /** 429s over calls. */
  readonly rateLimitedShare: number;
  /** From the last dispatch to the end, over the median latency of a full batch. */
  readonly tail: number;
  readonly tailSeconds: number;
  readonly medianBatchSeconds: number;
  readonly calls: number;
  readonly attempts: number;
  readonly rateLimited: number;
  readonly mostInFlight: number;
  readonly faults: EndpointAccount["faults"];
  /** Chunks. */
  readonly lost: number;
  readonly lostTo: AskedFigures["lost"];
}

export function cellFigures(
  tier: Tier,
  {
    seconds,
    calls,
    lost,
    fullBatchMs,
    shortestMs,
    allAsked,
    chat,
  }: AskedFigures & { readonly seconds: number; readonly chat: EndpointAccount },
): CellFigures {
  const { median } = spreadOf(fullBatchMs);
  const boundSeconds = lowerBound(tier, chat.admitted, chat.tokensCharged, shortestMs / 1000);
  // The provider's last complete reply may come before the end of one that was cut short: the client's end counts.
  const tailSeconds = seconds - chat.lastDispatchMs / 1000;
  return {
    seconds,
    boundSeconds,
    overBoundSeconds: seconds - boundSeconds,
    utilisation: utilisation(tier, allAsked),
    utilisationToLast: utilisation(tier, {
      atMs: chat.lastDispatchMs,
      requests: chat.admitted,
      tokens: chat.tokensCharged,
    }),
    rateLimitedShare: chat.rateLimited / calls,
    tail: (tailSeconds * 1000) / median,
    tailSeconds,
    medianBatchSeconds: median / 1000,
    calls,
    attempts: chat.calls,
    rateLimited: chat.rateLimited,
    mostInFlight: chat.mostInFlight,
    faults: chat.faults,
    lost: countLost({ lost }),
    lostTo: lost,
  };
}
