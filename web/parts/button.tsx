import "./button.css";
import type { ComponentChildren } from "preact";

type Look = "main" | "plain" | "quiet" | "bad";

interface Wear {
  readonly look?: Look;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

export function Button(props: Wear & { onPress: () => void; disabled?: boolean }) {
  return (
    <button type="button" class={wear(props)} disabled={props.disabled ?? false} onClick={props.onPress}>
      {props.children}
    </button>
  );
}

export function LinkButton(props: Wear & { href: string }) {
  return (
    <a class={wear(props)} href={props.href}>
      {props.children}
    </a>
  );
}

function wear({ look = "main", wide = false }: Wear): string {
  return `button ${look}${wide ? " wide" : ""}`;
}
