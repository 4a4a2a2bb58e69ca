import assert from "node:assert/strict";
import { test } from "node:test";
import { simpleIn, withOptions, withQuestion } from "../model/simple_config.ts";

const CONFIG = `<View>
  <!-- <Header value="an old one"/> -->
  <Header value="Is it &quot;good&quot;?"/>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" choice="single">
    <Choice value="Good" hotkey="g"/>
    <Choice value="Bad &amp; ugly"/>
  </Choices>
  <Labels name="words" toName="text"><Label value="Person" background="red"/></Labels>
</View>`;

test("question and options are read, comments are not", () => {
  assert.deepEqual(simpleIn(CONFIG), {
    question: 'Is it "good"?',
    lists: [
      { control: "mood", values: ["Good", "Bad & ugly"] },
      { control: "words", values: ["Person"] },
    ],
  });
});

test("what is not flat, or not there, is left to the text", () => {
  const tree = '<Taxonomy name="t"><Choice value="a"><Choice value="b"/></Choice></Taxonomy>';
  assert.deepEqual(simpleIn(tree), { question: null, lists: [] });
  assert.deepEqual(simpleIn('<Choices name="c"><Choice value="a"></Choice></Choices>').lists, []);
  assert.deepEqual(simpleIn('<Choices name="c"><Choice value="a"/>'), { question: null, lists: [] });
  assert.equal(withQuestion("<View/>", "x"), "<View/>");
  assert.equal(simpleIn("<View/>").question, null);
  assert.equal(withOptions(CONFIG, "none", ["x"]), CONFIG);
});

test("options that stay keep their keys and colors, and nothing else changes", () => {
  const changed = withOptions(CONFIG, "mood", ["So-so", "Good", 'A "b" <c>']);
  assert.deepEqual(simpleIn(changed).lists[0]!.values, ["So-so", "Good", 'A "b" <c>']);
  assert.ok(changed.includes('    <Choice value="Good" hotkey="g"/>\n'));
  assert.equal(withOptions(changed, "mood", ["Good", "Bad & ugly"]), CONFIG);
});

test("a question of any words is read as it was written", () => {
  for (const words of ['<b>"&amp;"</b>', "$1 & 'two'", ""])
    assert.equal(simpleIn(withQuestion(CONFIG, words)).question, words);
});

test("a question is put above everything, changed, and taken away again", () => {
  const without = `<View>\n  <Text name="text" value="$text"/>\n</View>`;
  assert.equal(simpleIn(without).question, "");
  const asked = withQuestion(without, "Why?");
  assert.equal(asked, `<View>\n  <Header value="Why?"/>\n  <Text name="text" value="$text"/>\n</View>`);
  assert.equal(withQuestion(withQuestion(asked, "Who?"), ""), without);
});
