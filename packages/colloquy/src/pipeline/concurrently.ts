/**
 * Processes the items of a source, with at most `concurrency` in progress. An item is pulled only when it can be started. No
 * item is started after `stop` is aborted or an item has failed; items in progress continue to their end.
 * @throws the first failure, after all items in progress have ended.
 */
export async function forEachConcurrently<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  options: { readonly concurrency: number; readonly stop: AbortSignal },
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const failures: unknown[] = [];
  let started = 0;
  const workThrough = async (): Promise<void> => {
    while (!options.stop.aborted && failures.length === 0) {
      const step = await iterator.next();
      if (step.done === true || options.stop.aborted || failures.length > 0) return;
      started += 1;
      await work(step.value, started - 1);
    }
  };
  const workers = Array.from({ length: options.concurrency }, () =>
    workThrough().catch((error: unknown) => void failures.push(error)),
  );
  await Promise.all(workers);
  await iterator.return?.();
  if (failures.length > 0) throw failures[0];
}
