import type { Cid } from '../protocol/ids.ts';

/** What the field is for beside the draft. */
export type DraftAim = {
  /** The message that the draft answers. */
  reply?: number | undefined;
  /**
   * The message that is changed meanwhile, with the words so far: by the number that the room gave it, or by its name while
   * it waits. With neither of them only the words are known.
   */
  edit?: { seq?: number | undefined; cid?: Cid | undefined; text: string } | undefined;
};

export type Draft = { text: string; aim?: DraftAim | undefined };
