/**
 * The `rank`-th largest of the first `length` values, counted from 1; -Infinity if there are fewer. Changes the order of
 * the values. Source: C. A. R. Hoare, "Algorithm 65: find", 1961.
 */
export function largest(values: Float64Array, length: number, rank: number): number {
  if (rank > length) return Number.NEGATIVE_INFINITY;
  let [low, high] = [0, length - 1];
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number;
    let [left, right] = [low, high];
    while (left <= right) {
      while ((values[left] as number) > pivot) left += 1;
      while ((values[right] as number) < pivot) right -= 1;
      if (left > right) break;
      const value = values[left] as number;
      values[left] = values[right] as number;
      values[right] = value;
      left += 1;
      right -= 1;
    }
    if (rank - 1 <= right) high = right;
    else if (rank - 1 >= left) low = left;
    else break;
  }
  return values[rank - 1] as number;
}
