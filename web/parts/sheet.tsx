// A sheet over the page: from the lower edge on phones, in the middle on wide screens.

import "./sheet.css";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../text/say.ts";
import { Icon } from "./icon.tsx";

export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const closed = useRef(false);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  // The browser says only later that it closed a sheet: by then another may be open, which would go too.
  const close = () => {
    dialog.current?.close();
    if (!closed.current) onClose();
    closed.current = true;
  };
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={heading}
      onClose={close}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet_body">
        <header>
          <h2 id={heading}>{title}</h2>
          <button
            type="button"
            class="sheet_close"
            aria-label={say("common.close")}
            onClick={close}
          >
            <Icon name="cross" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
