type Act = (exitCode: number) => void;

/** One process listener serves all actions, because Node warns about more than ten and a program may have many runs. */
const waiting = new Set<Act>();

/**
 * Runs an action if the process ends before the result is disposed of, for example after a second Ctrl-C. The action
 * must be synchronous. The last registered action runs first.
 */
export function whenProcessEnds(act: Act): Disposable {
  // The same action may be registered twice.
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
