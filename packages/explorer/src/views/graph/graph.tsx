import { useRef, useState } from "react";
import { Loading } from "../../parts/loading.tsx";
import { useTitle } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { graph as words } from "../../text/graph.ts";
import chips from "../../parts/chips.module.css";
import { Announcement } from "./announcement.tsx";
import { Filters } from "./controls/filters.tsx";
import { Legend } from "./controls/legend.tsx";
import { StartField } from "./controls/start-field.tsx";
import { Tools } from "./controls/tools.tsx";
import { Lonely } from "./lonely.tsx";
import { Panel } from "./panel/panel.tsx";
import { Canvas } from "./picture/canvas.tsx";
import type { Picture } from "./picture/picture.ts";
import { type GraphState, useGraph } from "./use-graph.ts";
import { useColourGroups, useEmphasis, useScene } from "./use-scene.ts";
import styles from "./graph.module.css";

/** A part of the graph as a picture and as lists: from an idea, from words, or the most telling part. */
export function GraphView() {
  const graph = useGraph();
  const title = titleOf(graph);
  useTitle(title);
  const [isTall, setTall] = useState(false);
  return (
    <div className={styles.view} data-sheet={isTall ? "tall" : "low"}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.size}>
            {graph.shown === undefined
              ? null
              : words.size(graph.filtered.nodes.length, graph.filtered.edges.length, graph.part.total)}
          </p>
        </div>
        <div className={styles.start}>
          <StartField change={graph.change} />
        </div>
        <div className={styles.controls}>
          <Filters graph={graph} />
          <button
            type="button"
            className={chips.chip}
            aria-pressed={graph.address.colour === "communities"}
            onClick={() => graph.change({ colour: graph.address.colour === "communities" ? undefined : "communities" })}
          >
            {words.communities}
          </button>
        </div>
      </header>
      <PictureOf graph={graph} label={title} />
      <Panel graph={graph} sheet={{ isTall, toggle: () => setTall(!isTall) }} />
      <Announcement graph={graph} />
    </div>
  );
}

function PictureOf({ graph, label }: { readonly graph: GraphState; readonly label: string }) {
  const { address, actions, change, filtered, pinned, shown, error } = graph;
  const picture = useRef<Picture | null>(null);
  const groups = useColourGroups(graph);
  const scene = useScene(graph, groups);
  const emphasis = useEmphasis(graph);
  return (
    <div className={styles.picture} aria-busy={graph.isFetching}>
      <div className={styles.stage}>
        <Canvas
          scene={scene}
          emphasis={emphasis}
          arrangement={graph.arrangement}
          label={`${label}. ${words.shown(filtered.nodes.length, filtered.edges.length)}`}
          open={address.open ?? []}
          pinned={pinned}
          actions={actions}
          onLine={(id) => change({ edge: id, node: undefined, tab: undefined })}
          onNothing={() => change({ edge: undefined, node: undefined })}
          picture={picture}
        />
        <div className={styles.message}>
          {error !== null ? (
            <Problem error={error} retry={graph.refetch} />
          ) : shown === undefined ? (
            <Loading />
          ) : filtered.nodes.length === 0 ? (
            <p>{emptyWords(graph)}</p>
          ) : null}
        </div>
        <Lonely graph={graph} />
      </div>
      <div className={styles.foot}>
        {scene === null ? null : (
          <Legend scene={scene} groups={groups} isByCommunity={address.colour === "communities"} />
        )}
        <Tools picture={picture} arrangeAgain={graph.arrangeAgain} />
      </div>
    </div>
  );
}

function titleOf({ address: { from, to, words: searched }, part }: GraphState): string {
  const nameOf = (id: string): string => part.nodes.find((node) => node.id === id)?.name ?? "…";
  if (from !== undefined && to !== undefined) return words.starts.path(nameOf(from), nameOf(to));
  if (searched !== undefined) return words.starts.words(searched);
  return from === undefined ? words.starts.telling : words.starts.entity(nameOf(from));
}

function emptyWords({ part, address: { words: searched } }: GraphState): string {
  if (part.nodes.length > 0) return words.nothingLeft;
  return searched === undefined ? words.nothing : words.nothingFor(searched);
}
