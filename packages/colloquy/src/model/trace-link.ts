/** The links to the trace of a run. */
export interface TraceLink {
  /** 32 hexadecimal digits, equal at every receiver. */
  readonly traceId: string;
  /** The address to which the spans were sent, without credentials and query. */
  readonly receiver: string;
  /** The web page of the trace; null if it cannot be derived from the receiver's address. */
  readonly url: string | null;
}

/** One line with the links to a trace. */
export function traceText({ traceId, receiver, url }: TraceLink): string {
  return url ?? `${traceId} at ${receiver}`;
}
