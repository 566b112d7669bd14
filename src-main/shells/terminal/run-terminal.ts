import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/views.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { filled, refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';
import type { TerminalArguments } from './arguments.ts';
import type { Voice } from './happening.ts';
import { readJsonLine } from './json-line.ts';
import { jsonVoice } from './json-voice.ts';
import type { Screen } from './screen.ts';
import { TerminalMember } from './terminal-member.ts';
import { TextVoice, terminalWords } from './text-voice.ts';

export type TerminalParts = {
  bridge: OdaBridge;
  screen: Screen;
  args: Pick<TerminalArguments, 'address' | 'name' | 'json'>;
  language: Language;
  /** Resolves when the system wants the program to end. */
  stopped: Promise<void>;
};

type Asked = 'address' | 'name' | 'password';
type Wanted = { address: string | undefined; name: string | undefined; password?: string };

/** Joins a room and stays until one leaves it; answers with the program's exit code. */
export async function runTerminal(parts: TerminalParts): Promise<number> {
  const { bridge, screen, args, language } = parts;
  const voice: Voice = args.json ? jsonVoice : new TextVoice(language);
  const opened = await new Entrance(parts).enter();
  if ('code' in opened) {
    if (args.json) screen.print(voice.tell({ is: 'refused', refusal: opened }));
    else screen.printError(refusalSentence(opened, language));
    return 1;
  }

  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  void parts.stopped.then(end);
  const member = new TerminalMember({
    bridge,
    opened,
    left: end,
    tell: (happening) => {
      const line = voice.tell(happening);
      if (line !== '') screen.print(line);
      if (happening.is === 'place') screen.prompt(voice.prompt(member.roomName, happening.place));
    },
  });
  await member.begin();
  screen.listen({
    line: (line) => void (args.json ? heard(line) : member.typed(line)),
    ended: end,
  });
  screen.prompt(voice.prompt(member.roomName, member.place));

  function heard(line: string): Promise<void> {
    const read = readJsonLine(line);
    switch (read.is) {
      case 'say':
        return member.say(read.text, read.to);
      case 'command':
        return member.typed(read.line);
      case 'nothing':
        return Promise.resolve();
      case 'wrong':
        screen.print(
          JSON.stringify({
            event: 'refused',
            code: 'bad-line',
            sentence: terminalWords('en').badLine,
          }),
        );
        return Promise.resolve();
    }
  }

  await ended;
  await member.settled();
  await member.leave();
  screen.print(voice.tell({ is: 'goodbye' }));
  return 0;
}

/** The way in: asks for what is missing, and again for what was refused (R1.1, R1.3, R3.1). */
class Entrance {
  readonly #parts: TerminalParts;

  constructor(parts: TerminalParts) {
    this.#parts = parts;
  }

  async enter(): Promise<RoomOpened | Refusal> {
    const { bridge, args } = this.#parts;
    const started = await bridge.request('app/start', {});
    if (!started.ok) return started;
    const { rooms, settings, suggestedName } = started.value;
    const address = args.address ?? (await this.#ask('address', ''));
    if (!address) return { code: 'address-invalid' };
    const suggested = settings.name || suggestedName;
    const name = args.name ?? ((await this.#ask('name', suggested)) || suggested);
    const joined = await this.#join({ address, name });
    if ('code' in joined) return joined;
    // This program is in one room at a time, whatever an earlier one left open.
    for (const { room } of rooms) {
      if (room !== joined.room) await bridge.request('room/leave', { room });
    }
    const opened = await bridge.request('room/open', { room: joined.room });
    return opened.ok ? opened.value : opened;
  }

  async #join(wanted: Wanted): Promise<RoomView | Refusal> {
    const { bridge } = this.#parts;
    const { address = '', name = '', password } = wanted;
    const joined = await bridge.request('room/join', {
      address,
      name,
      ...(password === undefined ? {} : { password }),
    });
    if (joined.ok) return joined.value;
    const missing = missingFor(joined);
    if (!missing) return joined;
    this.#say(joined);
    const answer = await this.#ask(missing, name);
    if (answer === undefined) return joined;
    return this.#join({ ...wanted, [missing]: answer });
  }

  #say(refusal: Refusal): void {
    const { screen, args, language } = this.#parts;
    if (args.json) screen.print(jsonVoice.tell({ is: 'refused', refusal }));
    else screen.print(refusalSentence(refusal, language));
  }

  #ask(what: Asked, name: string): Promise<string | undefined> {
    const { screen, args, language } = this.#parts;
    const words = terminalWords(language);
    if (args.json) screen.print(JSON.stringify({ event: 'asked', for: what }));
    const questions = {
      address: words.askAddress,
      name: filled(words.askName, { name }),
      password: filled(words.askPassword, { name }),
    };
    return screen.ask(questions[what], what === 'password' ? 'hidden' : 'shown');
  }
}

/** What another answer of the person could mend. */
function missingFor({ code }: Refusal): Asked | undefined {
  switch (code) {
    case 'password-needed':
    case 'wrong-password':
    case 'password-too-short':
    case 'password-too-long':
      return 'password';
    case 'name-empty':
    case 'name-too-long':
    case 'name-not-allowed':
    case 'name-taken':
      return 'name';
    default:
      return undefined;
  }
}
