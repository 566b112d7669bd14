import type { FileHash } from '../protocol/files.ts';
import type { Cid } from '../protocol/ids.ts';

/** What the field is for beside the draft, and what goes with it. */
export type DraftAim = {
  /** The message that the draft answers. */
  reply?: number | undefined;
  /**
   * The message that is changed meanwhile, with the words so far: by the number that the room gave it, or by its name while
   * it waits. With neither of them only the words are known.
   */
  edit?: { seq?: number | undefined; cid?: Cid | undefined; text: string } | undefined;
  /** The files that go with it, in their order. */
  files?: DraftFile[] | undefined;
};

export type DraftFile = {
  name: string;
  size: number;
  /** Missing as long as it is not taken in: it has to be chosen again then. */
  hash?: FileHash | undefined;
  preview?: string | undefined;
  /** It was recorded, and can be listened to before it is sent. */
  isVoice?: true | undefined;
  /** What a camera wrote into it may go with it: as the person wants, or as nothing could take it out. */
  details?: 'wanted' | 'too-large' | 'unclear' | undefined;
};

export type Draft = { text: string; aim?: DraftAim | undefined };
