// Which language the page speaks: each in its own name.

import "./language_picker.css";
import { LANGUAGES, type Language } from "../text/languages.ts";
import { language, say, speak } from "../text/say.ts";

export function LanguagePicker() {
  return (
    <label class="language_picker">
      <span class="offscreen">{say("common.language")}</span>
      <select value={language} onChange={(event) => speak(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
