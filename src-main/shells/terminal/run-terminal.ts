import { basename } from 'node:path';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../../src-shared/bridge/bridge.ts';
import type { RoomOpened } from '../../../src-shared/bridge/rooms.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import type { App, WindowApp } from '../../app/create-app.ts';
import type { TerminalArguments } from './arguments.ts';
import type { Happening, Voice } from './happening.ts';
import { badLine, jsonVoice, readJsonLine } from './json-voice.ts';
import { askForPassword, comeIn } from './dialogues.ts';
import { Questions } from './questions.ts';
import type { Screen, Shown } from './screen.ts';
import { TerminalMember } from './terminal-member.ts';
import { TextVoice } from './text-voice.ts';

/** A person does not read more than this at once; a program does. */
const mostLinesAtOnce = 200;

/** What the system sees of how it went (docs/TERMINAL.md). */
export const exitCodes = { left: 0, refused: 1, interrupted: 130 } as const;
type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type TerminalParts = {
  screen: Screen;
  args: TerminalArguments;
  language: Language;
  /** The system account's name. */
  suggestedName: string;
  /** The app on the data of this name, or of the folder that was named if there is no name. */
  openApp: (name: string | undefined) => Promise<Outcome<App>>;
  /** Of this computer. */
  wallMs: () => number;
  /** Resolves when the system wants the program to end. */
  stopped: Promise<void>;
};

const interruption = Symbol('interrupted');

type Visit = Omit<TerminalParts, 'openApp' | 'stopped'> & {
  voice: Voice;
  questions: Questions;
  /** The person, or the system, wants to leave. */
  interrupted: Promise<typeof interruption>;
};

/** Joins a room and stays until one leaves it; answers with the program's exit code. */
export async function runTerminal(parts: TerminalParts): Promise<ExitCode> {
  const { screen, args, language, openApp, stopped } = parts;
  const voice: Voice = args.json ? jsonVoice : new TextVoice(language);
  const questions = new Questions({ screen, voice, json: args.json, language });
  const interrupted = Promise.race([stopped, screen.interrupted]).then(
    (): typeof interruption => interruption,
  );
  const visit: Visit = { ...parts, voice, questions, interrupted };
  try {
    const address = args.address ?? (await Promise.race([questions.ask('address'), interrupted]));
    if (address === interruption) return exitCodes.interrupted;
    if (address === undefined) return refuse(visit, { code: 'address-invalid' });
    const name = await Promise.race([findName(visit), interrupted]);
    if (name === interruption) return exitCodes.interrupted;
    const opened = await openApp(name);
    if (!opened.ok) return refuse(visit, opened.refusal);
    const app = opened.value;
    try {
      return await stay(visit, { app, address, name });
    } finally {
      await app.close();
    }
  } finally {
    screen.close();
  }
}

/** The data of a name are its own; those of a folder that was named say who was there last. */
async function findName({ args, questions, suggestedName }: Visit): Promise<string | undefined> {
  if (args.name !== undefined || args.dataFolder !== undefined) return args.name;
  return (await questions.ask('name', suggestedName)) || suggestedName;
}

function refuse({ screen, voice, args, language }: Visit, refusal: Refusal): ExitCode {
  if (args.json) screen.print(voice.tell({ is: 'refused', refusal }));
  else screen.printError(refusalSentence(refusal, language));
  return exitCodes.refused;
}

type Arrival = { app: App; address: string; name: string | undefined };

async function stay(visit: Visit, { app, address, name }: Arrival): Promise<ExitCode> {
  const { args, questions, interrupted } = visit;
  const bridge = bridgeOf(app);
  const guest = { address, name, key: args.key, isAddressAsked: args.address === undefined };
  const opened = await Promise.race([comeIn({ bridge, questions }, guest), interrupted]);
  if (opened === interruption) return exitCodes.interrupted;
  if ('code' in opened) return refuse(visit, opened);
  return takePart(visit, app, opened);
}

async function takePart(visit: Visit, app: App, opened: RoomOpened): Promise<ExitCode> {
  const bridge = bridgeOf(app);
  const { screen, voice, args, questions, interrupted, wallMs } = visit;
  const { promise: ended, resolve: end } = Promise.withResolvers<Refusal | undefined>();
  let prompt = '';
  const tell = (happening: Happening): void => {
    if (happening.is === 'place' && !happening.isChosen) setAside(visit);
    const line = voice.tell(happening);
    if (line !== '') screen.print(line);
    const wanted = voice.prompt(member.roomName, member.place);
    if (prompt === '' || prompt === wanted) return;
    prompt = wanted;
    screen.prompt(prompt);
  };
  const member = new TerminalMember({
    bridge,
    stage: (path, chat) => app.stage({ name: basename(path), path, private: chat }),
    opened,
    wallMs,
    mostLinesAtOnce: args.json ? Infinity : mostLinesAtOnce,
    tell,
    askForPassword: async (room, answered) => {
      await screen.inDialogue(async () => {
        const answer = await askForPassword({ bridge, questions, room });
        // A program says of each line whether it is an answer.
        const isUnsaid = !args.json && screen.forgetSecrets();
        answered(answer);
        if (isUnsaid) tell({ is: 'set-aside' });
      });
      prompt = voice.prompt(member.roomName, member.place);
      screen.prompt(prompt);
    },
    left: end,
  });
  await member.begin();
  // Lines in a pipe are written before anything is asked: those behind the answers are meant for the room.
  if (screen.isInteractive && screen.forgetSecrets()) tell({ is: 'set-aside' });
  prompt = voice.prompt(member.roomName, member.place);
  screen.prompt(prompt);
  screen.listen({
    line: (line) => (args.json ? heard(visit, member, line) : member.typed(line)),
    ended: () => end(undefined),
  });
  const cause = await Promise.race([ended, interrupted]);
  await Promise.race([member.settled(), interrupted]);
  await member.leave();
  screen.print(voice.tell({ is: 'goodbye' }));
  return cause && cause !== interruption ? exitCodes.refused : exitCodes.left;
}

/** What was being typed to somebody who is gone must not go to everyone by the next Enter. */
function setAside({ screen, voice }: Visit): void {
  const draft = screen.takeDraft();
  if (draft.trim() !== '') screen.print(voice.tell({ is: 'set-aside', text: draft }));
}

function heard(
  { screen }: Visit,
  member: TerminalMember,
  line: string,
): { shown: Shown; carriedOut: Promise<void> } {
  const shown = 'stays';
  const read = readJsonLine(line);
  switch (read.is) {
    case 'say':
      return { shown, carriedOut: member.say(read) };
    case 'command':
      return member.typed(read.line);
    case 'nothing':
      return { shown, carriedOut: Promise.resolve() };
    // Nothing was asked that could be answered.
    case 'answer':
    case 'wrong':
      screen.print(badLine());
      return { shown, carriedOut: Promise.resolve() };
  }
}

/** The app as a window sees it, for a shell in the same program. */
export function bridgeOf(app: WindowApp): OdaBridge {
  return {
    // The app answers each request with what its name promises.
    request: <N extends RequestName>(name: N, params: RequestParams<N>) =>
      app.handle(name, params) as Promise<Outcome<RequestResults[N]>>,
    on: <N extends PushName>(wanted: N, listener: (push: Pushes[N]) => void) =>
      app.on((name: PushName, push: Pushes[PushName]) => {
        if (name === wanted) listener(push as Pushes[N]);
      }),
  };
}
