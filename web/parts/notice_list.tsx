import "./notice_list.css";
import { dismiss, notices } from "../state/notices.ts";
import { say } from "../text/say.ts";
import { Icon } from "./icon.tsx";

export function NoticeList() {
  return (
    <div role="status">
      <ul class="notice_list">
        {notices.value.map(({ id, tone, sentence }) => (
          <li key={id} class={tone}>
            <span>{sentence}</span>
            <button type="button" aria-label={say("notice.dismiss")} onClick={() => dismiss(id)}>
              <Icon name="cross" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
