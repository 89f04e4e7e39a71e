/** Where the trace of a run can be looked at. */
export interface TraceLink {
  /** 32 hexadecimal digits: the same at every receiver. */
  readonly traceId: string;
  /** The address to which the spans were sent, without credentials and query. */
  readonly receiver: string;
  /** The page of the trace; null where it does not follow from the receiver's address. */
  readonly url: string | null;
}

/** Says where a trace is, on one line. */
export function traceText({ traceId, receiver, url }: TraceLink): string {
  return url ?? `${traceId} at ${receiver}`;
}
