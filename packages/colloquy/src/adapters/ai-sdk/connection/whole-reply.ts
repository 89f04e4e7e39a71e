/**
 * Turns the reply of a server that cannot stream into the events of a stream: OpenAI's `{"choices": [{"message": ...}]}` with
 * `delta` in place of `message`. Anything else, such as an error, becomes one event unchanged.
 */
export async function eventsOfWholeReply(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(`data: ${asEvent(text)}\n\n`, {
    status: response.status,
    headers: { ...Object.fromEntries(response.headers), "content-type": "text/event-stream" },
  });
}

function asEvent(text: string): string {
  const value = parse(text);
  if (typeof value !== "object" || value === null) return text.replace(/[\r\n]+/g, " ");
  const { choices } = value as { readonly choices?: unknown };
  if (!Array.isArray(choices)) return JSON.stringify(value);
  const streamed = choices.map((choice: unknown) => {
    if (typeof choice !== "object" || choice === null || !("message" in choice)) return choice;
    const { message, ...rest } = choice;
    return { ...rest, delta: message };
  });
  return JSON.stringify({ ...value, choices: streamed });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
