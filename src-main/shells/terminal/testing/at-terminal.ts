import { PassThrough } from 'node:stream';
import type { RoomView } from '../../../../src-shared/bridge/rooms.ts';
import type { Language } from '../../../../src-shared/translations/catalogue.ts';
import { Person } from '../../../app/testing/person.ts';
import type { TerminalArguments } from '../arguments.ts';
import { runTerminal } from '../run-terminal.ts';
import type { TerminalParts } from '../run-terminal.ts';
import { Screen } from '../screen.ts';
import { Keyboard } from './keyboard.ts';
import { TerminalPicture } from './terminal-picture.ts';

type Given = Partial<TerminalArguments> & {
  language?: Language;
  /** At the same computer as before, after that program has ended. */
  person?: Person;
  openApp?: TerminalParts['openApp'];
};

/** Somebody with a real app behind a terminal 100 columns wide. */
export async function atTerminal(given: Given) {
  const keys = new Keyboard();
  const picture = new TerminalPicture(100);
  const { started, ...rest } = await start(given, { keys, output: picture, isTerminal: true });
  return {
    ...rest,
    keys,
    picture,
    code: started,
    sees: (text: string) => picture.shows(text),
    /** As often as that on the screen. */
    untilSeen: (text: string, times: number) => picture.shows(text, times),
    enter: (line: string) => keys.enter(line),
  };
}

export type AtTerminal = Awaited<ReturnType<typeof atTerminal>>;

/** A program with a real app at the other ends of the pipes. */
export async function byPipes(given: Given) {
  const input = new PassThrough();
  const output = new PassThrough();
  let written = '';
  let look = (): void => undefined;
  output.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    look();
  });
  const { started, ...rest } = await start(given, { keys: input, output, isTerminal: false });
  const lines = (): string[] => written.split('\n').slice(0, -1);
  return {
    ...rest,
    input,
    code: started,
    lines,
    events: (): Record<string, unknown>[] => lines().map(readObject),
    write: (line: object | string) =>
      void input.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`),
    writes: (wanted: (line: string) => boolean) =>
      new Promise<string>((resolve) => {
        look = () => {
          const found = lines().find(wanted);
          if (found !== undefined) resolve(found);
        };
        look();
      }),
  };
}

export function addressOf(room: RoomView): string {
  return `127.0.0.1:${room.address.split(':').at(-1)}`;
}

function readObject(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}

type Ends = {
  keys: PassThrough;
  output: NodeJS.WritableStream & { columns?: number };
  isTerminal: boolean;
};

async function start(given: Given, { keys, output, isTerminal }: Ends) {
  const { language = 'en', person = await Person.open(), openApp, json = false, ...args } = given;
  if (given.person) await person.start();
  const errors = new PassThrough().setEncoding('utf8');
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const screen = new Screen({
    input: keys,
    output,
    errors,
    isTerminal,
    isInputSeen: false,
  });
  const names: (string | undefined)[] = [];
  const started = runTerminal({
    wallMs: () => Date.now(),
    screen,
    args: { dataFolder: person.folder, key: 'any', ...args, json },
    language,
    suggestedName: 'deniz',
    stopped,
    openApp:
      openApp ??
      (async (name) => {
        names.push(name);
        const { app } = person;
        return {
          ok: true,
          value: {
            handle: (request, params) => app.handle(request, params),
            stage: (file) => app.stage(file),
            played: (token) => app.played(token),
            on: (listener) => app.on(listener),
            close: () => person.close(),
          },
        };
      }),
  });
  return { person, started, stop, names, errors: () => String(errors.read() ?? '') };
}
