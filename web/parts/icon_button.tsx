import "./icon_button.css";
import { Icon } from "./icon.tsx";

type IconName = Parameters<typeof Icon>[0]["name"];

export function IconButton(props: {
  name: string;
  icon: IconName;
  disabled?: boolean;
  pressed?: boolean;
  onPress: () => void;
}) {
  return (
    <button
      type="button"
      class="icon_button"
      aria-label={props.name}
      title={props.name}
      aria-pressed={props.pressed}
      disabled={props.disabled ?? false}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  );
}
