const GROUPED = new Intl.NumberFormat("en-US");
const LONGEST_REASON = 120;

/** `8,834`. */
export function number(value: number): string {
  return GROUPED.format(Math.round(value));
}

/** `92 %`; small ones as `0.4 %`. */
export function percent(share: number): string {
  const hundred = 100 * share;
  return `${hundred > 0 && hundred < 0.95 ? hundred.toFixed(1) : Math.round(hundred)} %`;
}

/** About how long: `8.2 s`, `45 s`, `2.5 min`, `14 min`, `2 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 89.5) return `${Math.round(seconds)} s`;
  if (seconds < 595) return `${Number((seconds / 60).toFixed(1))} min`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${number(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `$1,234.50`, `$0.42`, `$0.0042`. */
export function dollars(value: number): string {
  if (value > 0 && value < 0.1) return `$${Number(value.toPrecision(2))}`;
  return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** `1 passage`, `12 passages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** How many of those that were named before: `, 9 of them`, `, all`; nothing where it was a single one. */
export function partText(part: number, all: number): string {
  if (all === 1) return "";
  return part === all ? ", all" : `, ${number(part)} of them`;
}

/** A sentence as part of another one. */
export function shortened(reason: string): string {
  const plain = reason.replace(/[.\s]+$/, "");
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON).toWellFormed()}…` : plain;
}
