import { createStore } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

type Writing = {
  /** What is being written; only in this window, never stored. */
  text: string;
  /** Why the last request was refused; gone with the next change of the text. */
  refusal: Refusal | undefined;
};

/** A text that is written and sent, where nothing keeps a draft of it. */
export function createWriting<T>(
  maxTextCharacters: () => number,
  request: (text: string) => Promise<Outcome<T>>,
) {
  const store = createStore<Writing>(() => ({ text: '', refusal: undefined }));
  return Object.assign(store, {
    write: (text: string) => store.setState({ text, refusal: undefined }),
    /** Sends what is written, or says why it cannot; gives what came of it where it was sent. */
    async send(): Promise<T | undefined> {
      const { text } = store.getState();
      const wrong = refuseText(text, maxTextCharacters());
      store.setState(wrong ? { refusal: wrong } : { text: '', refusal: undefined });
      if (wrong) return undefined;
      const answer = await request(text);
      if (answer.ok) return answer.value;
      // What was typed meanwhile stays; the refused text stands before it.
      const typed = store.getState().text;
      store.setState({ text: textBefore(text, typed), refusal: answer.refusal });
      return undefined;
    },
  });
}

/** A text that comes back, before what was typed meanwhile. */
export function textBefore(written: string, typed: string): string {
  return typed === '' ? written : `${written}\n${typed}`;
}
