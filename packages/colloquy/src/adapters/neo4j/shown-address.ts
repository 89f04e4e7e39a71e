/** An address for messages, without the part before an `@`, which may hold a password. */
export function shownAddress(uri: string): string {
  return uri.replace(/\/\/[^/]*@/, "//");
}
