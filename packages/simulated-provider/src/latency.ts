import { chance, logNormal } from "./chance.ts";
import type { Simulation } from "./options.ts";

/** How long an attempt without a fault takes, in milliseconds. */
export interface Pace {
  /** Until the head of the reply. */
  readonly headMs: number;
  /** Until its first words: later than the head if the model reasons. */
  readonly firstWordMs: number;
  readonly totalMs: number;
}

export function chatPace(simulation: Simulation, hash: string, attempt: number, outputTokens: number): Pace {
  const { seed, latency, timeScale, reasoningTokens } = simulation;
  const slow = straggling(simulation, hash, attempt) / timeScale;
  const headMs = slow * logNormal(latency.firstTokenMs, latency.firstTokenSigma, seed, hash, attempt, "first token");
  const speed = logNormal(latency.tokensPerSecond, latency.speedSigma, seed, hash, attempt, "speed");
  const during = (tokens: number): number => (slow * tokens * 1000) / speed;
  const firstWordMs = headMs + during(reasoningTokens);
  return { headMs, firstWordMs, totalMs: firstWordMs + during(outputTokens) };
}

export function embeddingPace(simulation: Simulation, hash: string, attempt: number, inputTokens: number): Pace {
  const { latency, timeScale } = simulation;
  const slow = straggling(simulation, hash, attempt) / timeScale;
  const totalMs = slow * (latency.embeddingMs + latency.embeddingMsPerToken * inputTokens);
  return { headMs: totalMs, firstWordMs: totalMs, totalMs };
}

function straggling({ seed, latency }: Simulation, hash: string, attempt: number): number {
  if (chance(seed, hash, attempt, "straggler") >= latency.stragglers) return 1;
  return 1 + (latency.stragglerFactor - 1) * chance(seed, hash, attempt, "how slow");
}
