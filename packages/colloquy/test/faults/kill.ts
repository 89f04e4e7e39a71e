import type { IngestEnd, Workplace } from "./workplace.ts";

/** A moment of a run: some milliseconds after it told its n-th event (from 0). */
export interface Moment {
  readonly event: number;
  readonly delayMs: number;
}

/** Starts a run and kills it at a moment; one that ends before stays whole. */
export function killAt(place: Workplace, { event, delayMs }: Moment): Promise<IngestEnd> {
  let heard = 0;
  return place.ingest({
    onEvent: (_event, child) => {
      if (heard === event) setTimeout(() => child.kill("SIGKILL"), delayMs);
      heard += 1;
    },
  });
}
