import type { IngestEnd, Workplace } from "./workplace.ts";

/** A moment of a run: some milliseconds after its n-th event (from 0). */
export interface Moment {
  readonly event: number;
  readonly delayMs: number;
}

/** Starts a run and kills it at a moment. A run that ends before is not killed. */
export function killAt(place: Workplace, { event, delayMs }: Moment): Promise<IngestEnd> {
  let events = 0;
  return place.ingest({
    onEvent: (_event, child) => {
      if (events === event) setTimeout(() => child.kill("SIGKILL"), delayMs);
      events += 1;
    },
  });
}
