// How a signing worker hears and answers: an act by its name, and nothing that it does not know.

interface Letter {
  readonly id: number;
  readonly act: string;
  readonly ask: unknown;
}

export function answerLetters(acts: object): void {
  addEventListener("message", (event: MessageEvent<Letter>) => {
    const { id, act, ask } = event.data;
    if (!Object.hasOwn(acts, act)) return;
    (acts as Record<string, (ask: unknown) => Promise<unknown>>)[act]!(ask).then(
      (answer) => postMessage({ id, answer }),
      (error: Error) => postMessage({ id, failure: error.name === "Error" ? error.message : error.name }),
    );
  });
}
