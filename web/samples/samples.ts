// A task of every kind to try. Picture, sound and film were made for this page.

import type { Json } from "../model/canonical.ts";

export interface Sample {
  readonly name: string;
  readonly config: string;
  readonly data: { readonly [field: string]: Json };
}

const PICTURE = "media/cbb0b1f206e0b3b1adfe1c7d03ad39b496bb3298d412a03843678694eb5a1c9d.png";
const BELLS = "media/26ae0e3325e631f019fabd49bc68aed6834f6a89b37be55ec5da63868f2d9a3d.wav";
const BALL = "media/755ba51177b0d33aa1381807424b227a63abadeef51c00cc4f8e18f72c14ab2a.webm";

const image = '<Image name="image" value="$image"/>';
const picture = { image: PICTURE };

function on(tag: string, labels: string, more = ""): string {
  return `<${tag} name="marks" toName="image" ${more}>${labels}</${tag}>`;
}

function labels(...names: string[]): string {
  return names.map((name) => `<Label value="${name}"/>`).join("");
}

function choices(...names: string[]): string {
  return names.map((name) => `<Choice value="${name}"/>`).join("");
}

const THINGS = labels("Car", "Bus", "Person");

const REVIEW =
  "Grace Hopper joined the Harvard Mark I team in 1944, and by 1952 she had a running compiler at Remington Rand. “Nobody believed that,” she said 🙂.";

const ARTICLE = `<h2>Harbour ferry returns</h2><p>The ferry <b>Aurora</b> will sail again from <i>Bergen</i> on Monday,
the operator said. <a href="https://example.org">Tickets</a> cost 40 kroner.</p><ul><li>First boat at 06:10</li>
<li>Last boat at 23:50</li></ul><script>document.title = "stolen"</script><img src="x" onerror="alert(1)">`;

const TURNS = [
  { author: "Caller", text: "Hello, my parcel should have come on Friday." },
  { author: "Agent", text: "I am sorry. Could you tell me the order number?" },
  { author: "Caller", text: "It is 4471. I would like my money back, please." },
];

const MESSAGES = [
  { role: "user", content: "How do I get a red wine stain out of a white shirt?" },
  {
    role: "assistant",
    content:
      "Blot it, do not rub. Then pour cold water through the back, and soak it with a little soap and vinegar for half an hour before washing.",
  },
];

export const samples: readonly Sample[] = [
  {
    name: "choice",
    config: `<View>${image}<Choices name="choice" toName="image">${choices("A street", "A beach", "A kitchen")}</Choices></View>`,
    data: picture,
  },
  {
    name: "choices",
    config: `<View><Header value="What is in the picture?"/>${image}<Choices name="choice" toName="image" choice="multiple">${choices("A car", "A bicycle", "A bus", "A tree", "A dog")}</Choices></View>`,
    data: picture,
  },
  {
    name: "taxonomy",
    config: `<View>${image}<Taxonomy name="kind" toName="image" leafsOnly="true" maxUsages="3"><Choice value="Outdoors"><Choice value="City"><Choice value="Street"/><Choice value="Park"/></Choice><Choice value="Nature"><Choice value="Hills"/><Choice value="Sea"/></Choice></Choice><Choice value="Indoors"><Choice value="Kitchen"/><Choice value="Office"/></Choice></Taxonomy></View>`,
    data: picture,
  },
  {
    name: "boxes",
    config: `<View>${image}${on("RectangleLabels", THINGS)}</View>`,
    data: picture,
  },
  {
    name: "ellipses",
    config: `<View>${image}${on("EllipseLabels", labels("Wheel", "Sun"))}</View>`,
    data: picture,
  },
  {
    name: "polygons",
    config: `<View>${image}${on("PolygonLabels", labels("Roof", "Hill"))}</View>`,
    data: picture,
  },
  {
    name: "keypoints",
    config: `<View>${image}${on("KeyPointLabels", labels("Head", "Foot"))}</View>`,
    data: picture,
  },
  {
    name: "brush",
    config: `<View>${image}${on("BrushLabels", labels("Sky", "Road"))}</View>`,
    data: picture,
  },
  {
    name: "spans",
    config: `<View><Text name="text" value="$text"/><Labels name="marks" toName="text">${labels("Person", "Organisation", "Year")}</Labels><Relations><Relation value="works for"/><Relation value="in"/></Relations></View>`,
    data: { text: REVIEW },
  },
  {
    name: "hypertext",
    config: `<View><HyperText name="page" value="$html"/><HyperTextLabels name="marks" toName="page">${labels("Place", "Time", "Price")}</HyperTextLabels></View>`,
    data: { html: ARTICLE },
  },
  {
    name: "dialogue",
    config: `<View><Paragraphs name="call" value="$turns"/><ParagraphLabels name="marks" toName="call">${labels("Problem", "Wish")}</ParagraphLabels><Header value="Was the caller polite?"/><Rating name="polite" toName="call"/></View>`,
    data: { turns: TURNS },
  },
  {
    name: "pair",
    config: `<View><Text name="a" value="$first"/><Text name="b" value="$second"/><Pairwise name="better" toName="a,b"/></View>`,
    data: {
      first:
        "The capital of Australia is Canberra, chosen in 1908 as a compromise between Sydney and Melbourne.",
      second: "Sydney is the capital of Australia and its largest city.",
    },
  },
  {
    name: "ranking",
    config: `<View><List name="replies" value="$replies" title="Order these replies, best first"/><Ranker name="rank" toName="replies"/></View>`,
    data: {
      replies: [
        { id: "a", body: "Restart the router, then try again." },
        { id: "b", body: "Have you tried blowing into the cable?" },
        { id: "c", body: "Check the cable, restart the router, and tell me which lights blink." },
      ],
    },
  },
  {
    name: "buckets",
    config: `<View><List name="facts" value="$facts"/><Ranker name="sorted" toName="facts"><Bucket name="yes" title="Helps"/><Bucket name="no" title="Does not help"/></Ranker></View>`,
    data: {
      facts: [
        { id: "a", title: "Result 1", body: "Opening hours of the museum" },
        { id: "b", title: "Result 2", body: "A song named Museum" },
      ],
    },
  },
  {
    name: "chat",
    config: `<View><Chat name="chat" value="$messages"/><Header value="How helpful is the answer?"/><Rating name="helpful" toName="chat" maxRating="5"/><Header value="Is it safe?"/><Choices name="safe" toName="chat">${choices("Yes", "No")}</Choices><View visibleWhen="choice-selected" whenTagName="safe" whenChoiceValue="No"><Header value="What is unsafe?"/><TextArea name="why" toName="chat" placeholder="In a few words" rows="2"/></View></View>`,
    data: { messages: MESSAGES },
  },
  {
    name: "form",
    config: `<View>${image}<Header value="Describe the picture in a sentence"/><TextArea name="caption" toName="image" rows="2"/><Header value="How many people?"/><Number name="people" toName="image" min="0" max="50" step="1"/></View>`,
    data: picture,
  },
  {
    name: "regions",
    config: `<View>${image}${on("RectangleLabels", THINGS)}<Header value="Which way does it go?"/><Choices name="way" toName="image" perRegion="true" visibleWhen="region-selected" whenLabelValue="Car,Bus">${choices("Left", "Right")}</Choices><Header value="Anything else?"/><TextArea name="note" toName="image" perRegion="true" required="false" rows="1"/></View>`,
    data: picture,
  },
  {
    name: "sound",
    config: `<View><Audio name="audio" value="$audio"/><Labels name="marks" toName="audio">${labels("Low bell", "High bell")}</Labels></View>`,
    data: { audio: BELLS },
  },
  {
    name: "transcript",
    config: `<View><Audio name="audio" value="$audio"/><Labels name="marks" toName="audio">${labels("Bell", "Silence")}</Labels><Header value="What is heard here?"/><TextArea name="words" toName="audio" perRegion="true" rows="2"/><Header value="And in all?"/><TextArea name="all" toName="audio" rows="2"/></View>`,
    data: { audio: BELLS },
  },
  {
    name: "video",
    config: `<View><Video name="video" value="$video"/><Labels name="labels" toName="video">${labels("Ball", "Box")}</Labels><VideoRectangle name="marks" toName="video"/></View>`,
    data: { video: BALL },
  },
];
