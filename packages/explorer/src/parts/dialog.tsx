import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { strings } from "../text/strings.ts";
import button from "./button.module.css";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** While something is sent the dialog stays open. */
  readonly isBusy?: boolean;
  readonly width?: "normal" | "wide";
  readonly children: ReactNode;
}

/** A modal dialog with a title. The focus goes back to where it was. */
export function Dialog({ title, isOpen, onClose, isBusy = false, width = "normal", children }: DialogProps) {
  return (
    <Base.Root
      open={isOpen}
      onOpenChange={(open) => {
        if (!open && !isBusy) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} data-width={width} aria-busy={isBusy}>
          <Base.Title className={styles.title}>{title}</Base.Title>
          {children}
          {/* After the content, so that the focus begins there. */}
          <Base.Close
            className={`${button.button} ${styles.close}`}
            data-kind="quiet"
            aria-label={strings.close}
            aria-disabled={isBusy ? true : undefined}
          >
            <X size={16} aria-hidden />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
