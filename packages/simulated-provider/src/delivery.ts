import type { Clock } from "./clock.ts";
import type { Ending } from "./accounts.ts";
import type { Reply } from "./outcome.ts";

/** The receiver of a reply: of its head, then of its words. */
export interface Receiver {
  onHead(): void;
  /** The share of the words that has arrived, up to 1. Resolves when the receiver can take more. */
  onPart(share: number): Promise<void> | void;
}

/**
 * Delivers a reply in the time that it takes, in pieces. A hanging reply ends only when the signal is aborted.
 * Rejects with the signal's reason.
 */
export async function deliver(
  { pace, breaksOff }: Reply,
  { clock, pieceMs, signal }: { readonly clock: Clock; readonly pieceMs: number; readonly signal: AbortSignal },
  receiver: Receiver,
): Promise<Ending> {
  const began = clock.now();
  const end = Math.min(pace.totalMs, breaksOff?.afterMs ?? Number.POSITIVE_INFINITY);
  const until = (time: number): Promise<void> => clock.sleep(began + time - clock.now(), signal);
  const isHeadSent = pace.headMs < end || breaksOff === null;
  if (isHeadSent) {
    await until(pace.headMs);
    receiver.onHead();
    for (
      let at = Math.min(end, pace.firstWordMs + pieceMs);
      at < end;
      at = nextPiece(clock.now() - began, at, pieceMs)
    ) {
      await until(at);
      await receiver.onPart((at - pace.firstWordMs) / (pace.totalMs - pace.firstWordMs));
    }
  }
  await until(end);
  if (breaksOff === null) {
    await receiver.onPart(1);
    return "complete";
  }
  if (breaksOff.how === "silent") await silence(signal);
  return "lost";
}

/** A late piece includes the pieces that were missed. */
function nextPiece(now: number, at: number, pieceMs: number): number {
  return Math.max(at, now) + pieceMs;
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
