type Act = (exitCode: number) => void;

/** One listener stands for all: Node warns where there are more than ten, and a program may have as many runs at once. */
const waiting = new Set<Act>();

/**
 * Does something if the process ends before this is disposed of, as a second Ctrl-C ends it: at once, so that no promise
 * is waited for. What was to be done last is done first.
 */
export function whenProcessEnds(act: Act): Disposable {
  // The same one may be waiting already.
  const own: Act = (exitCode) => act(exitCode);
  if (waiting.size === 0) process.on("exit", endAll);
  waiting.add(own);
  return {
    [Symbol.dispose]: () => {
      waiting.delete(own);
      if (waiting.size === 0) process.off("exit", endAll);
    },
  };
}

function endAll(exitCode: number): void {
  for (const act of [...waiting].toReversed()) act(exitCode);
}
