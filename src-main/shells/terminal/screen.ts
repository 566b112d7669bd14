/** Where a person, or a program at the other end of a pipe, reads and writes lines. */
export interface Screen {
  /** Without it nothing is asked that is not typed as an answer, and no prompt is shown. */
  readonly isInteractive: boolean;
  /** Resolves at Ctrl+C, and when nobody reads any more what is printed. */
  readonly interrupted: Promise<void>;
  /** Shows whole lines above what is being typed, which stays as it is (R3.11). */
  print(lines: string): void;
  /** What is not part of the conversation: problems before it began. */
  printError(lines: string): void;
  /** Undefined if the input has ended, or what is hidden could be seen. */
  ask(question: string, typing?: 'shown' | 'hidden'): Promise<string | undefined>;
  /** While `work` asks, no line is heard that it does not take as an answer; those come after it. */
  inDialogue<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Once all that is secret was asked for: what is typed is seen again, and what was typed meanwhile, as an
   * answer that was not wanted, is gone. True if there was any.
   */
  forgetSecrets(): boolean;
  /** From now on lines are heard, each after `prompt`. */
  listen(listener: ScreenListener): void;
  /** What stands before the line that is typed. */
  prompt(text: string): void;
  /** Takes away what is being typed and gives it back. */
  takeDraft(): string;
  close(): void;
}

/** What becomes of a typed line: `comes-again`, as a line of the conversation, and is taken away till then. */
export type Shown = 'stays' | 'comes-again';

export type ScreenListener = {
  /** The input waits while too much of it is not carried out. */
  line(line: string): { shown: Shown; carriedOut: Promise<void> };
  /** The input has ended; everything in it was heard. */
  ended(): void;
};
