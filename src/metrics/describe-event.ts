import type { IngestResult, RunEvent } from "../pipeline/index.ts";

/** An event as a line of the log; null for what would only fill it. */
export function describeEvent(event: RunEvent): string | null {
  switch (event.event) {
    case "run.started":
      return `run ${event.run} started on workspace ${event.workspace}`;
    case "files.discovered":
      return `found ${count(event.files, "file")}, ${event.skipped} skipped`;
    case "file.read":
      return `read ${event.file}: ${event.format}, ${count(event.turns, "turn")}, ${count(event.chunks, "passage")}, ${event.change}`;
    case "file.skipped":
      return `skipped ${event.file}: ${event.reason}`;
    case "file.vanished":
      return `no longer in the folder, kept in the workspace: ${event.file}`;
    case "stage.started":
      return event.total === null ? `${event.stage} started` : `${event.stage} started: ${event.total} to do`;
    case "stage.progress":
      return null;
    case "stage.completed":
      return `${event.stage} completed in ${event.seconds.toFixed(2)} s`;
    case "batch.completed":
      return `${event.lane} batch of ${event.chunks} completed in ${Math.round(event.ms)} ms (${event.done} of ${event.total})`;
    case "batch.failed":
      return `${event.lane} batch of ${event.chunks} failed: ${event.reason}`;
    case "chunk.deadLettered":
      return `${event.lane} gave up on passage ${event.contentKey}: ${event.reason}`;
    case "notice":
      return event.message;
    case "warning":
      return `warning: ${event.message}`;
    case "run.completed":
      return describeResult(event.result);
  }
}

function describeResult(result: IngestResult): string {
  const { transcripts, chunks, graph } = result;
  return [
    `run ${result.run} completed in ${result.seconds.toFixed(2)} s, exit code ${result.exitCode}: the workspace holds`,
    `${count(transcripts.parsed, "transcript")}, ${count(chunks.total, "passage")} (${chunks.extracted} extracted,`,
    `${chunks.pending} pending, ${chunks.deadLetters} in the dead letters), ${count(graph.entities, "entity", "entities")},`,
    `${count(graph.relationships, "relationship")}, ${count(graph.quotes, "quote")}, ${count(result.vectors, "vector")};`,
    `digest ${result.digest}`,
  ].join(" ");
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
