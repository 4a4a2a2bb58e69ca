// A button that chooses files.

import "./file_button.css";
import { useId } from "preact/hooks";

export function FileButton({
  text,
  accept,
  multiple = false,
  folder = false,
  onFiles,
}: {
  text: string;
  accept?: string;
  multiple?: boolean;
  folder?: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  const id = useId();
  return (
    <div class="file_button">
      <input
        id={id}
        type="file"
        multiple={multiple || folder}
        {...(accept ? { accept } : {})}
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <label for={id} class="button plain">
        {text}
      </label>
    </div>
  );
}
