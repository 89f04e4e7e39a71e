/**
 * Works through a source with at most `concurrency` items in progress, pulling an item only when it can be
 * started. No item is started once `stop` is aborted or one has failed; those in progress are waited for.
 * @throws the first failure, after everything in progress has ended.
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
