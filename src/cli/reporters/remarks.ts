import { printable } from "../../model/index.ts";
import type { RunEvent } from "../library.ts";

/** An event that deserves a line of its own beside the progress; `verbose` adds each file. Safe to print. */
export function remark(event: RunEvent, verbose: boolean): string | null {
  const text = describe(event, verbose);
  return text === null ? null : printable(text);
}

function describe(event: RunEvent, verbose: boolean): string | null {
  switch (event.event) {
    case "notice":
      return event.message;
    case "warning":
      return `warning: ${event.message}`;
    case "batch.failed":
      return `a batch of ${event.chunks} failed in ${event.lane}: ${event.reason}`;
    case "chunk.deadLettered":
      return `a passage went to the dead letters in ${event.lane}: ${event.reason}`;
    case "file.skipped":
      return verbose ? `skipped ${event.file}: ${event.reason}` : null;
    case "file.vanished":
      return verbose ? `no longer in the folder, kept: ${event.file}` : null;
    case "file.read":
      return verbose
        ? `${event.change} ${event.file}: ${event.format}, ${event.turns} turns, ${event.chunks} passages`
        : null;
    default:
      return null;
  }
}
