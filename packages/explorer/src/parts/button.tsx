import type { ButtonHTMLAttributes, Ref } from "react";
import styles from "./button.module.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: the one action of a page. `quiet`: without a frame. */
  readonly kind?: "normal" | "primary" | "quiet";
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = "normal", className, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      data-kind={kind}
      className={[styles.button, className].filter(Boolean).join(" ")}
      {...props}
    />
  );
}

/** The class of a link that looks like a button. */
export const buttonClass = styles.button;
