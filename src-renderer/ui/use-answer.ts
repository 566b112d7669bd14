import { useState } from 'react';
import { flushSync } from 'react-dom';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';

type Answer = { busy: boolean; refusal?: Refusal };

/** Something that a form asks for, once at a time, and that can be refused. */
export function useAnswer() {
  const [answer, setAnswer] = useState<Answer>({ busy: false });
  return {
    ...answer,
    /** What was refused is changed by now. What is still asked for goes on being asked for, once. */
    clear: () => setAnswer(({ busy }) => ({ busy })),
    /** Gives whether it was done. What it changes on the page is there then. */
    async run(ask: () => Promise<Outcome<unknown>>): Promise<boolean> {
      if (answer.busy) return false;
      setAnswer({ busy: true });
      const { ok, ...rest } = await ask();
      const refusal = 'refusal' in rest ? { refusal: rest.refusal } : {};
      flushSync(() => setAnswer({ busy: false, ...refusal }));
      return ok;
    },
  };
}
