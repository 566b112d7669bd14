/** Where a person, or a program at the other end of a pipe, reads and writes lines. */
export interface Screen {
  /** Without it nothing is asked that is not typed as an answer, and no prompt is shown. */
  readonly isInteractive: boolean;
  /** Shows whole lines above what is being typed, which stays as it is (R3.11). */
  print(lines: string): void;
  /** What is not part of the conversation: problems before it began. */
  printError(lines: string): void;
  /** Undefined where the input has ended. */
  ask(question: string, typing?: 'shown' | 'hidden'): Promise<string | undefined>;
  /** From now on lines are heard, each after `prompt`. */
  listen(listener: ScreenListener): void;
  /** What stands before the line that is typed. */
  prompt(text: string): void;
  close(): void;
}

export type ScreenListener = {
  line(line: string): void;
  /** Ctrl+C, or the input has ended. */
  ended(): void;
};
