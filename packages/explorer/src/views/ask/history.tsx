import type { KeptAnswer } from "colloquy/api";
import { Link } from "@tanstack/react-router";
import { useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { moment } from "../../text/format.ts";
import { ask as words } from "../../text/ask.ts";
import list from "../../parts/list.module.css";

/** The first question of each earlier conversation of which an answer is loaded, the latest first. */
export function History({ answers }: { readonly answers: readonly KeptAnswer[] }) {
  const workspace = useWorkspace();
  const conversations = [...Map.groupBy(answers, ({ conversation }) => conversation)];
  if (conversations.length === 0) return <p className={list.under}>{words.noHistory}</p>;
  return (
    <Section title={words.history}>
      <ul>
        {conversations.map(([conversation, exchanges]) => {
          // The latest answer comes first.
          const first = exchanges.at(-1);
          return first === undefined ? null : (
            <li key={conversation} className={list.row}>
              <Link to="/w/$workspace/ask" params={{ workspace }} search={{ conversation }} className={list.name}>
                {first.question}
              </Link>
              <time className={list.detail} dateTime={first.time}>
                {moment(first.time)}
              </time>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
