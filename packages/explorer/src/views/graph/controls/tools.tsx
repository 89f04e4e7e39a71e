import { Download, Maximize, RefreshCw, ZoomIn, ZoomOut } from "lucide-react";
import type { RefObject } from "react";
import { useWorkspace } from "../../../parts/links.tsx";
import { graph as words } from "../../../text/graph.ts";
import { isMoving } from "../picture/canvas.tsx";
import type { Picture } from "../picture/picture.ts";
import styles from "./controls.module.css";

const ZOOM = 1.5;

/** Buttons for the picture. */
export function Tools({
  picture,
  arrangeAgain,
}: {
  readonly picture: RefObject<Picture | null>;
  readonly arrangeAgain: () => void;
}) {
  const workspace = useWorkspace();
  const save = async (): Promise<void> => {
    const png = await picture.current?.toPng();
    if (png === null || png === undefined) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(png);
    link.download = words.file(workspace);
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const tools = [
    { name: words.zoomIn, icon: ZoomIn, use: () => picture.current?.camera.zoom(ZOOM, isMoving()) },
    { name: words.zoomOut, icon: ZoomOut, use: () => picture.current?.camera.zoom(1 / ZOOM, isMoving()) },
    { name: words.fit, icon: Maximize, use: () => picture.current?.fit(isMoving()) },
    { name: words.arrange, icon: RefreshCw, use: arrangeAgain },
    { name: words.save, icon: Download, use: save },
  ];
  return (
    <div className={styles.tools}>
      {tools.map(({ name, icon: Icon, use }) => (
        <button
          key={name}
          type="button"
          className={styles.tool}
          aria-label={name}
          title={name}
          onClick={() => void use()}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </div>
  );
}
