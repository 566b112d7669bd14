import type { Person } from '../pages/person.ts';
import { expect, test as base, type PersonOptions } from '../test.ts';
import { ThinLine } from '../harness/thin-line.ts';
import { PipedProgram } from './piped-program.ts';
import { TerminalProgram } from './terminal-program.ts';
import { WeeChat, type WeeChatAccount } from './weechat.ts';

type Programs = {
  /** nc at the port of a room. */
  nc(port: number, ...options: string[]): PipedProgram;
  /** Any other program. */
  run(command: string, ...args: string[]): PipedProgram;
  /** A terminal in which nothing runs yet. */
  terminal(): TerminalProgram;
  /** The way to a room, on which the room speaks first; gives the port to connect to. */
  slowLine(port: number): Promise<number>;
  /** weechat, welcomed by the room. */
  weechat(account: WeeChatAccount): Promise<WeeChat>;
};

type Fixtures = {
  /** Ayşe, who hosts the room "Mutfak" and has its members before her. */
  openHost: (options?: PersonOptions) => Promise<{ ayse: Person; port: number }>;
  /** Other people's programs; they end with the test. */
  programs: Programs;
};

export const test = base.extend<Fixtures>({
  openHost: async ({ openPerson }, provide) => {
    await provide(async (options) => {
      const ayse = await openPerson(options);
      const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
      await ayse.members.open();
      return { ayse, port };
    });
  },
  // After the people, so that programs end before the rooms they are in.
  programs: async ({ openPerson: _ }, provide) => {
    const running: { stop(): Promise<void> }[] = [];
    const keep = <P extends { stop(): Promise<void> }>(program: P): P => {
      running.push(program);
      return program;
    };
    await provide({
      nc: (port, ...options) =>
        keep(new PipedProgram('nc', [...options, '127.0.0.1', String(port)])),
      run: (command, ...args) => keep(new PipedProgram(command, args)),
      terminal: () => keep(new TerminalProgram()),
      slowLine: async (port) => keep(await ThinLine.to(port, true)).port,
      weechat: async (account) => {
        const weechat = keep(new WeeChat(account));
        await weechat.shows(/End of the message of the day/);
        return weechat;
      },
    });
    await Promise.all(running.map((program) => program.stop()));
  },
});

/** Waits until somebody is in the list of who is online, marked as a guest or not. */
export async function isOnline(
  person: Person,
  name: string,
  { guest }: { guest: boolean },
): Promise<void> {
  const row = person.members.online.filter({ hasText: name });
  await expect(row).toHaveCount(1);
  await expect(row.filter({ hasText: person.words.contacts.guest })).toHaveCount(guest ? 1 : 0);
}

/** Waits until somebody has left: the list of who is online says so, and the timeline of everyone. */
export async function hasLeft(person: Person, name: string): Promise<void> {
  await expect(person.members.online.filter({ hasText: name })).toHaveCount(0);
  await person.conversations.openEveryone();
  await person.timeline.saysLeft(name);
}

export { expect };
