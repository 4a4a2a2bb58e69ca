// Step zero: what kind of task it is.

import { useEffect } from "preact/hooks";
import { Button } from "../../parts/button.tsx";
import { Cents } from "../../parts/money.tsx";
import { noteFailure } from "../../state/line.ts";
import { currency } from "../../state/pool.ts";
import { say } from "../../text/say.ts";
import { goTo, hrefOf } from "../route.ts";
import { begun, BLANK, change, draft } from "./draft.ts";
import { begin, loadTemplates, templates, type Template } from "./templates.ts";

const EMPTY = `<View>
  <Text name="text" value="$text"/>
  <Choices name="answer" toName="text" choice="single">
    <Choice value="Yes"/>
    <Choice value="No"/>
  </Choices>
</View>
`;

export function Choose() {
  useEffect(() => void loadTemplates().catch(noteFailure), []);
  const own = () => {
    change({ ...BLANK, config: EMPTY });
    goTo({ screen: "new", step: "question" });
  };
  return (
    <div class="screen">
      <header>
        <h1 tabIndex={-1}>{say("templates.title")}</h1>
        <p class="lead">{say("templates.lead")}</p>
      </header>
      {begun.value && (
        <p class="notice_line">
          {say("templates.begun", { title: draft.value.title || say("templates.untitled") })}{" "}
          <a href={hrefOf({ screen: "new", step: "question" })}>{say("templates.go_on")}</a>
        </p>
      )}
      {templates.value === null && <p class="soft">{say("app.loading")}</p>}
      <ul class="templates">
        {(templates.value ?? []).map((template) => (
          <Card key={template.name} template={template} />
        ))}
      </ul>
      <div>
        <Button look="plain" onPress={own}>
          {say("templates.own")}
        </Button>
      </div>
    </div>
  );
}

function Card({ template }: { template: Template }) {
  const pick = () => {
    begin(template, currency.value.unitDecimals);
    goTo({ screen: "new", step: "question" });
  };
  return (
    <li>
      <button type="button" onClick={pick}>
        <b dir="auto">{say.known(`template.${template.name}`, template.title)}</b>
        <span class="soft" dir="auto">
          {say.known(`template.${template.name}_more`, template.about)}
        </span>
        <small>
          {say("templates.price")} <Cents units={template.price} /> · {say("templates.seconds", { n: template.seconds })}
        </small>
      </button>
    </li>
  );
}
