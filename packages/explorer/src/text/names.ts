/** Why two names are one, by the rule that joined them. */
const RULES: Readonly<Record<string, string>> = {
  case: "differs only in capital letters",
  unicode: "the same letters in another encoding",
  title: "differs in a title or a degree",
  punctuation: "differs in punctuation or an article",
  plural: "singular and plural",
  form: "other forms of the same words",
  spelling: "another spelling of the same name",
  acronym: "an acronym, and what it stands for",
  "part of the name": "a part of the name",
  definition: "a transcript defines them as the same",
  user: "decided by a person, in aliases.yaml",
  verdict: "a model compared their words and judged them the same",
  vector: "their meanings are near",
};

/** Why an alias belongs to its entity. */
export function ruleWords(rule: string): string {
  return RULES[rule] ?? rule;
}

/** Why two names are one or apart: a rule, a person's decision, or a model's verdict on their words. */
export function reasonWords({ rule, verdict }: { readonly rule?: string; readonly verdict?: string }): string {
  if (rule === "user") return RULES["user"] ?? "";
  if (verdict !== undefined) return `a model compared their words: ${VERDICTS[verdict] ?? verdict}`;
  return rule === undefined ? "" : ruleWords(rule);
}

const VERDICTS: Readonly<Record<string, string>> = {
  same: "they mean the same",
  different: "they mean different things",
  unsure: "it is not sure",
  broader: "one is broader than the other",
  narrower: "one is narrower than the other",
  "broader kind": "one is a kind of the other",
  "narrower kind": "one is a kind of the other",
  "broader part": "one is a part of the other",
  "narrower part": "one is a part of the other",
};
