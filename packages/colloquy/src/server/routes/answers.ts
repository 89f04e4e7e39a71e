import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { answer, answerEvents, keptAnswer, listing, page, question } from "../../api/index.ts";
import type { AskResult } from "../../composition/index.ts";
import { type Api, FAILURES, FAILURES_OF_BODY, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import { pageOf } from "./lists.ts";
import type { Served } from "../served.ts";

const tags = ["answers"];

const askRoute = createRoute({
  method: "post",
  path: "/ask",
  tags,
  summary: "Answers a question from the transcripts, as a stream of events",
  description:
    "Events: `sentence` for each checked sentence with the citations that it adds, at last `answer` with the whole answer, or `problem`. When the client closes the connection, the call to the model ends.",
  request: {
    params: workspacePath,
    body: { required: true, content: { "application/json": { schema: question } } },
  },
  responses: {
    200: {
      description: "The events. The schema is that of their data, by the name of the event.",
      content: { "text/event-stream": { schema: z.object(answerEvents) } },
    },
    ...FAILURES,
    ...FAILURES_OF_BODY,
  },
});

const answersRoute = createRoute({
  method: "get",
  path: "/answers",
  tags,
  summary: "Earlier questions with their answers in pages, the latest first",
  request: {
    params: workspacePath,
    query: page.extend({ conversation: z.string().max(100).optional().describe("Only those of this conversation.") }),
  },
  responses: { 200: json(listing(keptAnswer), "A page."), ...FAILURES },
});

export function answerRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(askRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { question: asked, files, speaker, conversation } = c.req.valid("json");
    await served.workspaces.require(workspace);
    return served.streams.answer(c, async (send, signal) => {
      const result = await served.workspaces.use(workspace, (opened) =>
        opened.ask(asked, {
          ...served.answering,
          ...(files === undefined ? {} : { files }),
          ...(speaker === undefined ? {} : { speaker }),
          ...(conversation === undefined ? {} : { conversation }),
          signal,
          onSentence: (sentence, added) =>
            void send("sentence", shaped(answerEvents.sentence, { sentence, added })).catch(() => undefined),
        }),
      );
      if (result.unkept !== null) served.onProblem(result.unkept);
      await send("answer", answerOf(result));
    });
  });
  app.openapi(answersRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { conversation, ...pages } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.answers({
        ...options,
        ...pageOf(pages),
        ...(conversation === undefined ? {} : { conversation }),
      }),
    );
    return c.json(shaped(listing(keptAnswer), found), 200);
  });
  return app;
}

function answerOf({ usage, ...result }: AskResult): z.output<typeof answer> {
  return shaped(answer, { ...result, costUsd: usage.costUsd });
}
