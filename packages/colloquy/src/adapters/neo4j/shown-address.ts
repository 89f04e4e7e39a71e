/** An address as messages may show it: without what stands before an `@`, where some people put a password. */
export function shownAddress(uri: string): string {
  return uri.replace(/\/\/[^/]*@/, "//");
}
