// What the fake operator offers.

import { ZERO_HASH, type Hash } from "../../model/hex.ts";
import { keccak, utf8 } from "../../model/typed_data.ts";
import { digitPicture } from "./digits.ts";

export interface Task {
  readonly task: Hash;
  readonly data: Record<string, string>;
}

/** Fewer than usual, so that tests are short. */
export const MINIMUM = 2;

export const pictures = new Map<string, Buffer>();

function details(
  project: number,
  title: string,
  kind: "image" | "text",
  price: number,
  count: number,
  closed: number,
) {
  const summary = {
    project,
    title,
    state: "open",
    kind,
    price,
    tasks: count,
    closed_tasks: closed,
    accepted_answers: closed * 3,
    reserved: false,
    disputes: 0,
  };
  return {
    ...summary,
    manifest_hash: ZERO_HASH,
    config: "<View/>",
    answers_per_task: { minimum: 3, maximum: 5 },
    deposit: 1,
    credited: 0,
    minimum_answers: MINIMUM,
  };
}

type Choices = readonly { value: string; title: string; hotkey: string | null }[];

/** One object of a kind, and one choice about it. */
export function faceOf(kind: "image" | "text", name: string, choices: Choices) {
  const asked = { required: true, per_region: false, conditions: [], title: null, multiple: false };
  return {
    headers: [],
    objects: [{ name: kind, kind, field: kind, title: null, name_key: "", text_key: "", frame_rate: 25 }],
    controls: [
      {
        ...asked,
        name,
        to_name: kind,
        type: "choices",
        choices: choices.map((one) => ({ ...one, color: null })),
      },
    ],
    relations: null,
  };
}

/** Drawn once: it takes a second. */
const DIGITS: readonly Task[] = Array.from({ length: 60 }, (_, place) => {
  const { name, png } = digitPicture((place * 7 + 3) % 10, place);
  pictures.set(name, png);
  return { task: keccak(utf8(`digit ${place}`)), data: { image: `media/${name}` } };
});

export function digits() {
  const choices = Array.from({ length: 10 }, (_, digit) => ({
    value: `${digit}`,
    title: `${digit}`,
    hotkey: null,
  }));
  return {
    tasks: DIGITS,
    details: {
      ...details(1, "Handwritten digits", "image", 4000, 200, 46),
      instructions:
        "Each picture shows one handwritten digit.\n\nChoose the digit that the writer meant. If two are possible, choose the likelier one; if you really cannot tell, skip.",
      objects: [{ name: "image", kind: "image", field: "image" }],
      controls: [{ name: "digit", to_name: "image", kind: "choices", choices }],
      face: faceOf("image", "digit", choices),
    },
  };
}

export function texts() {
  const statement = "The Nile floods its banks every summer and leaves black soil behind.";
  const tasks: Task[] = Array.from({ length: 12 }, (_, place) => ({
    task: keccak(utf8(`text ${place}`)),
    data: {
      text: `Text: ${statement} Farmers sow in November, once the water has gone.\n\nStatement: Farmers along the Nile sow ${place % 2 ? "in autumn" : "in May"}.`,
    },
  }));
  return {
    tasks,
    details: {
      ...details(2, "Does the statement follow from the text?", "text", 2500, 800, 512),
      instructions:
        "Read the text, then the statement beneath it. Say whether the statement must be true if the text is.",
      objects: [
        { name: "header0", kind: "header", field: "Does the statement follow?" },
        { name: "text", kind: "text", field: "text" },
      ],
      controls: [
        {
          name: "label",
          to_name: "text",
          kind: "choices",
          choices: [
            { value: "It follows", title: "It follows", hotkey: null },
            { value: "It does not follow", title: "It does not follow", hotkey: null },
          ],
        },
      ],
      face: faceOf("text", "label", [
        { value: "It follows", title: "It follows", hotkey: null },
        { value: "It does not follow", title: "It does not follow", hotkey: null },
      ]),
    },
  };
}

/** Several questions about each picture: for the editor. */
export function questions() {
  const asked = { to_name: "image", required: true, per_region: false, conditions: [], title: null };
  const option = (value: string) => ({ value, title: value, hotkey: null, color: null });
  return {
    tasks: DIGITS.slice(20).map(({ data }, place) => ({ task: keccak(utf8(`question ${place}`)), data })),
    details: {
      ...details(4, "What is on the card?", "image", 6000, 40, 0),
      instructions: "Say what is on the card, and how sure you are.",
      objects: [{ name: "image", kind: "image", field: "image" }],
      controls: [],
      face: {
        ...faceOf("image", "", []),
        controls: [
          {
            ...asked,
            name: "what",
            type: "choices",
            choices: [option("A digit"), option("A letter")],
            multiple: true,
          },
          { ...asked, name: "sure", type: "rating", most: 5 },
        ],
      },
    },
  };
}

export function closed() {
  return {
    tasks: [],
    details: {
      ...texts().details,
      ...details(3, "Street signs at night", "image", 12000, 300, 300),
      state: "complete",
    },
  };
}
