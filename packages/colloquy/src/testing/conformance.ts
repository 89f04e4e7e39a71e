/** One requirement on every adapter of a port, named by a sentence. */
export interface ConformanceCase<Subject> {
  readonly name: string;
  /** Rejects with an AssertionError if the subject does not conform. */
  run(make: Make<Subject>): Promise<void>;
}

/**
 * Opens a subject. Each run of a case needs a `make` of its own. Its workspaces are empty when they are first opened; a
 * closed workspace has its earlier rows when it is opened again. The case disposes of the subjects that it opens.
 */
export type Make<Subject> = (options?: { readonly workspace?: string }) => Promise<Subject>;

export interface PlannedCase<Subject> extends ConformanceCase<Subject> {
  /** The reason why the adapter cannot pass it; null if it must pass. */
  readonly skipped: string | null;
}

/**
 * The cases of a suite for one adapter, in any test runner:
 *
 *     for (const { name, run, skipped } of planConformance(graphStoreConformance)) {
 *       test(name, { skip: skipped ?? false }, () => run(makeMyStore()));
 *     }
 *
 * @param skip maps names of cases to the reason why this adapter cannot pass them.
 * @throws TypeError if `skip` names no case of the suite, or has an empty reason.
 */
export function planConformance<Subject>(
  suite: readonly ConformanceCase<Subject>[],
  { skip = {} }: { readonly skip?: Readonly<Record<string, string>> } = {},
): readonly PlannedCase<Subject>[] {
  const names = new Set(suite.map((one) => one.name));
  for (const [name, reason] of Object.entries(skip)) {
    if (!names.has(name))
      throw new TypeError(`Expected \`skip\` to name a case of the suite, got ${JSON.stringify(name)}.`);
    if (reason.trim() === "") throw new TypeError(`Expected a reason for skipping ${JSON.stringify(name)}, got none.`);
  }
  return suite.map((one) => ({ ...one, skipped: skip[one.name] ?? null }));
}
