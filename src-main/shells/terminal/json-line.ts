import { z } from 'zod';

/** What a program writes, one JSON object a line (docs/TERMINAL.md). */
export type JsonLine =
  /** `onlyPrivately`: in a private chat or not at all. */
  | { is: 'say'; text: string; to?: string | undefined; onlyPrivately: boolean }
  | { is: 'command'; line: string }
  | { is: 'answer'; answer: string }
  | { is: 'nothing' }
  | { is: 'wrong' };

const say = z.object({
  say: z.string(),
  to: z.string().optional(),
  private: z.boolean().optional(),
});
const command = z.object({ command: z.string() });
const answer = z.object({ answer: z.string() });

export function readJsonLine(line: string): JsonLine {
  if (line.trim() === '') return { is: 'nothing' };
  const object = parse(line);
  const said = say.safeParse(object);
  if (said.success) {
    const { say: text, to, private: onlyPrivately = false } = said.data;
    return { is: 'say', text, to, onlyPrivately };
  }
  const commanded = command.safeParse(object);
  if (commanded.success) return { is: 'command', line: commanded.data.command };
  const answered = answer.safeParse(object);
  return answered.success ? { is: 'answer', answer: answered.data.answer } : { is: 'wrong' };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
