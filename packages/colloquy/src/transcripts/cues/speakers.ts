import type { RenderedTurn } from "../parser.ts";
import { judgeNameLine } from "../lines/label.ts";
import { readLabels } from "../spoken-labels.ts";
import type { Cue } from "./read-cues.ts";
import { splitVoices, stripMarkup } from "./cue-text.ts";
import { dropRolledLines } from "./rolling.ts";

/** Cues as turns: by their voice tags, else by `Name: text`, else by a name in the first line of most cues. */
export function cuesToTurns(cues: readonly Cue[]): RenderedTurn[] {
  const kept = dropRolledLines(cues);
  const turns = kept.some((cue) => cue.lines.some((line) => /<v[. \t]/.test(line))) ? byVoices(kept) : plain(kept);
  return (readLabels(turns) ?? nameFirst(kept) ?? turns).map(withoutChevrons);
}

/** `>>` marks a change of speaker, without a name. */
function withoutChevrons(turn: RenderedTurn): RenderedTurn {
  return turn.text.includes(">>")
    ? { ...turn, text: turn.text.replace(/^[ \t]*>{2,3}(?:[ \t]+|(?=[^\s>]))/gm, "") }
    : turn;
}

function byVoices(cues: readonly Cue[]): RenderedTurn[] {
  return cues.flatMap(({ startMs, endMs, lines }) =>
    splitVoices(lines.join("\n")).map(({ voice, text }) => ({
      speaker: voice === "" ? null : voice,
      startMs,
      endMs,
      text,
    })),
  );
}

function plain(cues: readonly Cue[]): RenderedTurn[] {
  return cues.map(({ startMs, endMs, lines }) => ({
    speaker: null,
    startMs,
    endMs,
    text: stripMarkup(lines.join("\n")),
  }));
}

function nameFirst(cues: readonly Cue[]): RenderedTurn[] | null {
  const names = cues.map(({ lines }) =>
    lines.length > 1 ? (judgeNameLine(stripMarkup(lines[0] ?? ""))?.speaker ?? null) : null,
  );
  const distinct = new Set(names.filter((name) => name !== null)).size;
  const found = names.filter((name) => name !== null).length;
  if (found < 2 || found < cues.length * 0.6 || distinct > found * 0.7) return null;
  return cues.map(({ startMs, endMs, lines }, i) => {
    const speaker = names[i] ?? null;
    return { speaker, startMs, endMs, text: stripMarkup((speaker === null ? lines : lines.slice(1)).join("\n")) };
  });
}
