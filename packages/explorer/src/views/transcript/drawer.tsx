import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { buttonClass } from "../../parts/button.tsx";
import { transcript as words } from "../../text/transcript.ts";
import styles from "./drawer.module.css";

interface DrawerProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** What is in the drawer; it is called with a function that closes it. */
  readonly children: (close: () => void) => ReactNode;
}

/** The contents of a transcript, over its text, where there is no room for a column. */
export function Drawer({ trigger, children }: DrawerProps) {
  const [isOpen, setOpen] = useState(false);
  const isLeft = useRef(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.drawer}
          // After a link the focus is where it leads.
          finalFocus={() => !isLeft.current}
          onClick={({ target }) => {
            isLeft.current = target instanceof Element && target.closest("a") !== null;
            if (isLeft.current) setOpen(false);
          }}
        >
          <div className={styles.head}>
            <Dialog.Title className={styles.title}>{words.contents}</Dialog.Title>
            <Dialog.Close className={buttonClass} data-kind="quiet" aria-label={words.close}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {children(() => setOpen(false))}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
