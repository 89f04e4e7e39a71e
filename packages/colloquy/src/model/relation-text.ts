/** A relation by the names of its ends. */
interface NamedRelation {
  readonly source: { readonly name: string };
  readonly type: string;
  readonly target: { readonly name: string };
}

/** `sleep REDUCES stress`. */
export function relationText({ source, type, target }: NamedRelation): string {
  return `${source.name} ${type} ${target.name}`;
}
