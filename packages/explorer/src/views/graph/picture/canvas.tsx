import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { graph as words } from "../../../text/graph.ts";
import type { Positions } from "../model/placement.ts";
import type { Direction } from "../model/walk.ts";
import type { EntityActions } from "../use-graph.ts";
import { Picture } from "./picture.ts";
import type { Emphasis, Scene } from "./scene.ts";
import styles from "./canvas.module.css";

interface CanvasProps {
  readonly scene: Scene | null;
  readonly emphasis: Emphasis;
  /** Tells arrangements apart: the camera shows all of a new one. */
  readonly arrangement: string;
  readonly label: string;
  readonly open: readonly string[];
  readonly pinned: Positions;
  readonly actions: EntityActions;
  readonly onLine: (id: string) => void;
  readonly onNothing: () => void;
  /** The picture, for buttons beside it. */
  readonly picture: RefObject<Picture | null>;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const ZOOM = 1.4;

/** Whether a person wants movement. */
export function isMoving(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The picture, which can be used with a mouse, with fingers and with keys. */
export function Canvas(props: CanvasProps) {
  const { scene, emphasis, arrangement, label, picture } = props;
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const fitted = useRef<string | null>(null);
  const [hasWebgl, setWebgl] = useState(true);
  const keys = useId();

  useEffect(() => {
    if (container.current === null) return undefined;
    try {
      picture.current = new Picture(container.current, {
        onDot: (id) => latest.current.actions.select(id),
        onOpenDot: (id) => latest.current.actions.expand(id),
        onLine: (id) => latest.current.onLine(id),
        onNothing: () => latest.current.onNothing(),
        onDrop: (id, position) => latest.current.actions.pin(id, position),
      });
    } catch {
      setWebgl(false);
    }
    return () => {
      picture.current?.end();
      picture.current = null;
      fitted.current = null;
    };
  }, [picture]);

  useEffect(() => {
    if (scene === null || picture.current === null) return;
    const isNew = fitted.current !== arrangement;
    picture.current.show(scene, { isAnimated: fitted.current !== null && isMoving() });
    if (isNew) void picture.current.fit(fitted.current !== null && isMoving());
    if (scene.dots.length > 0) fitted.current = arrangement;
  }, [scene, arrangement, picture]);

  useEffect(() => {
    picture.current?.emphasise(emphasis);
    if (emphasis.dot !== null) void picture.current?.reveal(emphasis.dot, isMoving());
  }, [emphasis, picture]);

  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || picture.current === null) return;
    if (pressed(event.key, latest.current, picture.current)) event.preventDefault();
  };
  return (
    <div
      className={styles.frame}
      role="application"
      aria-roledescription={words.picture}
      aria-label={label}
      aria-describedby={keys}
      tabIndex={0}
      onKeyDown={press}
    >
      <div ref={container} className={styles.picture} />
      {hasWebgl ? null : <p className={styles.message}>{words.noWebgl}</p>}
      <p id={keys} className={styles.keys}>
        {words.keys}
      </p>
    </div>
  );
}

/** Does what a key means. @returns whether it means anything */
function pressed(
  key: string,
  { scene, emphasis, open, pinned, actions, onNothing }: CanvasProps,
  picture: Picture,
): boolean {
  const direction = ARROWS[key];
  const { dot } = emphasis;
  if (direction !== undefined) {
    const next = dot === null ? scene?.dots[0]?.id : picture.towards(dot, direction);
    if (next !== undefined && next !== null) actions.walkTo(next);
    return true;
  }
  if (key === "+" || key === "=") void picture.camera.zoom(ZOOM, isMoving());
  else if (key === "-") void picture.camera.zoom(1 / ZOOM, isMoving());
  else if (key === "0") void picture.fit(isMoving());
  else if (key === "Escape") onNothing();
  else if (dot === null) return false;
  else if (key === "Enter") (open.includes(dot) ? actions.collapse : actions.expand)(dot);
  else if (key === "Delete" || key === "Backspace") actions.remove(dot);
  else if (key === "p") (pinned.has(dot) ? actions.unpin : actions.pin)(dot);
  else return false;
  return true;
}
