/**
 * The filters of the lists of candidates: the filter of the query, and the same within the files that the query names.
 * @param query `filter` and `named` of a `CandidateQuery`.
 */
export function listFilters<Filter extends { readonly files?: readonly string[] }>({
  filter,
  named,
}: {
  readonly filter: Filter;
  readonly named: readonly string[];
}): readonly [Filter, ...Filter[]] {
  if (named.length === 0) return [filter];
  const files = filter.files === undefined ? named : filter.files.filter((file) => named.includes(file));
  return [filter, { ...filter, files }];
}
