/**
 * The address and models of a server of llama.cpp (or another server with OpenAI's API). The models may be slow and
 * small.
 */
export interface RealServer {
  readonly url: string;
  readonly model: string;
}

/** The servers that the environment names; null, with the reason, when it names none. */
export async function realServer(variable: string): Promise<RealServer | string> {
  const url = process.env[variable];
  if (url === undefined || url === "") return `${variable} is not set: there is no real model to ask`;
  const response = await fetch(`${url}/models`);
  const { data } = (await response.json()) as { readonly data: readonly { readonly id: string }[] };
  const model = data[0]?.id;
  if (model === undefined) throw new Error(`${url} lists no model.`);
  return { url, model };
}
