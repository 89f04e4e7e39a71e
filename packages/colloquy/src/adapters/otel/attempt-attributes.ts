import { type Attributes, SpanKind } from "@opentelemetry/api";
import type { AttemptFacts } from "../../ports/index.ts";
import { type CalledModel, calledModel } from "./models.ts";
import { SPAN_KIND } from "./span-kinds.ts";

/** The attributes that all attempts of one model have in common. */
export interface AttemptTemplate {
  readonly name: string;
  readonly kind: SpanKind;
  /** Null for work on this machine without a model. */
  readonly operation: CalledModel["operation"];
  readonly provider: CalledModel["provider"];
  readonly attributes: Attributes;
}

/** The templates of a run: made once for each stage, operation and model. */
export class AttemptTemplates {
  readonly #run: Attributes;
  readonly #made = new Map<string, AttemptTemplate>();

  /** `run`: the attributes of the run that every span has. */
  constructor(run: Attributes) {
    this.#run = run;
  }

  of(facts: AttemptFacts): AttemptTemplate {
    const key = `${facts.stage} ${facts.operation} ${facts.model}`;
    let template = this.#made.get(key);
    if (template === undefined) {
      template = makeTemplate(facts, this.#run);
      this.#made.set(key, template);
    }
    return template;
  }
}

function makeTemplate(facts: AttemptFacts, run: Attributes): AttemptTemplate {
  const { stage, operation } = facts;
  const called = calledModel(facts);
  const common = { ...run, "colloquy.stage": stage, "colloquy.operation": operation };
  if (called.operation === null || called.provider === null) {
    const name = `${operation} ${called.model}`;
    return {
      name,
      kind: SpanKind.INTERNAL,
      operation: null,
      provider: null,
      attributes: { ...common, ...SPAN_KIND.step },
    };
  }
  const isChat = called.operation === "chat";
  return {
    name: `${called.operation} ${called.model}`,
    kind: SpanKind.CLIENT,
    operation: called.operation,
    provider: called.provider,
    attributes: {
      "gen_ai.operation.name": called.operation,
      "gen_ai.provider.name": called.provider,
      // The name of gen_ai.provider.name before version 1.37 of the conventions, which LangSmith reads.
      "gen_ai.system": called.provider,
      "gen_ai.request.model": called.model,
      // OpenInference's names: Phoenix before 15.10 reads no others.
      [isChat ? "llm.model_name" : "embedding.model_name"]: called.model,
      ...(isChat && called.provider === "openai" ? { "openai.api.type": "chat_completions" } : {}),
      ...(isChat ? SPAN_KIND.chat : SPAN_KIND.embeddings),
      ...common,
    },
  };
}
