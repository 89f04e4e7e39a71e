/**
 * Does something if the process ends before this is disposed of, as a second Ctrl-C ends it: at once, so that no promise
 * is waited for. What was to be done last is done first.
 */
export function whenProcessEnds(act: (exitCode: number) => void): Disposable {
  process.prependOnceListener("exit", act);
  return { [Symbol.dispose]: () => void process.off("exit", act) };
}
