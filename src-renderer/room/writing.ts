import { createStore } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { StagedFile, StagedStore, StagingPlace } from './staged-store.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

type Writing = {
  /** What is being written; only in this window, never stored. */
  text: string;
  /** Why the last request was refused; gone with the next change of the text. */
  refusal: Refusal | undefined;
};

/** Files that go with what is written. */
type Going = { staged: StagedStore; place: StagingPlace };

/** A text that is written and sent, with files or without, where nothing keeps a draft of it. */
export function createWriting<T>(
  maxTextCharacters: () => number,
  request: (text: string, sent: { files?: SentFile[] }) => Promise<Outcome<T>>,
  going?: Going,
) {
  const store = createStore<Writing>(() => ({ text: '', refusal: undefined }));
  return Object.assign(store, {
    write: (text: string) => store.setState({ text, refusal: undefined }),
    /** Sends what is written, or says why it cannot; gives what came of it where it was sent. */
    async send(): Promise<T | undefined> {
      const { text } = store.getState();
      if (going?.staged.isTaking(going.place) === true) {
        // What was typed on meanwhile is no half word for anybody.
        const isFirst = await going.staged.settled(going.place);
        if (!isFirst || store.getState().text !== text) return undefined;
      }
      const chosen = going?.staged.of(going.place) ?? [];
      const wrong = refuseMessage(text, chosen, maxTextCharacters());
      store.setState(wrong ? { refusal: wrong } : { text: '', refusal: undefined });
      if (wrong) return undefined;
      const taken = going?.staged.take(going.place);
      const answer = await request(text, taken?.sent ?? {});
      taken?.settle(answer.ok);
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

/** Files need no text; of those that could not be taken in, the person decides first. */
export function refuseMessage(
  text: string,
  chosen: readonly StagedFile[],
  maxTextCharacters: number,
): Refusal | undefined {
  for (const { state } of chosen) if (state.is === 'refused') return state.refusal;
  return chosen.length > 0 && text.trim() === '' ? undefined : refuseText(text, maxTextCharacters);
}
