import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { ExportView } from '../../src-shared/bridge/exporting.ts';
import { done, refused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { fileNameFor } from '../../src-shared/text/file-names.ts';
import { htmlFormat } from '../exchange/html-format.ts';
import { jsonFormat } from '../exchange/json-format.ts';
import { textFormat } from '../exchange/text-format.ts';
import { localTime } from '../exchange/transcript.ts';
import type { TranscriptHead } from '../exchange/transcript.ts';
import { Cancelled, orCancelled } from './exchange-work.ts';
import { NewFile } from '../files/new-file.ts';
import { conversationsOf, nameOfConversation } from './exported-conversations.ts';
import type { Source } from './exported-conversations.ts';
import { mostPicturesBytes, transcriptEntries } from './transcript-entries.ts';
import { showSaved } from './files.ts';
import type { AppContext, Handlers } from './requests.ts';
import { diskRefusal, freeName } from './save-copy.ts';

type Asked = ParsedParams<'export/start'>;
/** Without the number that tells it from others. */
type Standing = ExportView extends infer V
  ? V extends { export: number }
    ? Omit<V, 'export'>
    : never
  : never;

const formats = { html: htmlFormat, json: jsonFormat, text: textFormat };
const endings = { html: 'html', json: 'json', text: 'txt' } as const;
/** A window is told no more often. */
const toldEveryMs = 200;

/** What one may see, into a file of one's own. */
export function exportRequests(
  context: AppContext,
): Pick<Handlers, 'export/start' | 'export/cancel' | 'export/reveal'> {
  const { options, pushes, exchange } = context.memberships;
  const saved = new Map<number, string>();

  return {
    'export/start': async (asked) => {
      const sources = conversationsOf(context.memberships, asked);
      if (!sources) return refused({ code: asked.in ? 'no-such-conversation' : 'no-such-room' });
      const tell = (own: number, standing: Standing) =>
        pushes.send('export/changed', { export: own, ...standing });
      const started = exchange.begin(
        async (own, signal) => {
          const run = { asked, sources, signal, tell: tell.bind(undefined, own) };
          const path = await new ExportRun(context, run).run();
          if (path !== undefined) saved.set(own, path);
        },
        (error, own) => {
          options.reportDefect(error);
          tell(own, { is: 'failed', refusal: { code: 'defect' } });
        },
      );
      return started === undefined
        ? refused({ code: 'exchange-running' })
        : done({ export: started });
    },
    'export/cancel': async (asked) => {
      exchange.cancel(asked.export);
      return done(null);
    },
    'export/reveal': async (asked): Promise<Outcome<null>> => {
      const path = saved.get(asked.export);
      if (path !== undefined && (await showSaved(options, path))) return done(null);
      return refused({ code: 'folder-not-shown', subject: path && dirname(path) });
    },
  };
}

type Run = {
  asked: Asked;
  sources: Source[];
  tell: (standing: Standing) => void;
  signal: AbortSignal;
};

class ExportRun {
  readonly #context: AppContext;
  readonly #run: Run;
  #toldAt = -Infinity;

  constructor(context: AppContext, run: Run) {
    this.#context = context;
    this.#run = run;
  }

  /** The path of what was written; undefined if nothing was, which is told. */
  async run(): Promise<string | undefined> {
    const { tell } = this.#run;
    let place: Place | undefined;
    try {
      tell({ is: 'choosing' });
      place = await this.#choose();
      if (!place) throw new Cancelled();
      for (const source of this.#run.sources) await this.#fetchOlder(source);
      const { messages, isWhole } = await this.#write(place.path);
      tell({ is: 'done', path: place.path, name: basename(place.path), messages, isWhole });
      return place.path;
    } catch (error) {
      await place?.release();
      if (error instanceof Cancelled) tell({ is: 'cancelled' });
      else tell({ is: 'failed', refusal: this.#refusalOf(error, place) });
      return undefined;
    }
  }

  #refusalOf(error: unknown, place: Place | undefined): Refusal {
    const { downloadsFolder, reportDefect } = this.#context.memberships.options;
    const folder = place ? dirname(place.path) : downloadsFolder;
    const refusal = diskRefusal(error, folder) ?? refusalOf(error);
    if (!refusal) reportDefect(error);
    return refusal ?? { code: 'defect' };
  }

  /** Where the person wants it; in the folder for downloads where the shell cannot ask. */
  async #choose(): Promise<Place | undefined> {
    const { options } = this.#context.memberships;
    const name = this.#fileName();
    if (options.chooseSavePlace) {
      const path = await orCancelled(options.chooseSavePlace(name), this.#run.signal);
      return path === undefined ? undefined : { path, release: async () => undefined };
    }
    const { downloadsFolder: folder } = options;
    await mkdir(folder, { recursive: true });
    // Kept free for it: what is there already stays.
    const free = await freeName(name, (each) => isMade(join(folder, each)));
    if (free === undefined) return undefined;
    const path = join(folder, free);
    return { path, release: () => rm(path, { force: true }) };
  }

  #fileName(): string {
    const { asked, sources } = this.#run;
    const { clock } = this.#context.memberships.options;
    const [day] = localTime(clock.wallMs()).split(' ');
    const [first] = sources;
    const parts = ['Oda'];
    if (first && asked.room !== undefined) parts.push(first.client.record.name);
    if (first && asked.in !== undefined) parts.push(this.#nameOf(first));
    return fileNameFor(`${parts.join(' - ')} ${day}.${endings[asked.format]}`.replaceAll('/', '_'));
  }

  #nameOf(source: Source): string {
    return nameOfConversation(source, this.#context.memberships.language);
  }

  /** As long as the room gives more. */
  async #fetchOlder(source: Source): Promise<void> {
    const { client, in: id } = source;
    const name = this.#nameOf(source);
    const { lastSeq: total } = client.copy.conversation(id);
    for (;;) {
      this.#checkCancel();
      const { firstSeq, lastSeq } = client.copy.conversation(id);
      if (lastSeq === 0 || (await this.#isWhole(source))) return;
      this.#tellOften(() => ({ is: 'fetching', name, done: lastSeq - firstSeq, total }));
      await orCancelled(client.fetchOlder(id), this.#run.signal);
      if (client.copy.conversation(id).firstSeq >= firstSeq) return;
    }
  }

  async #isWhole({ client, in: id }: Source): Promise<boolean> {
    const { entries } = this.#context.memberships.replica;
    const { firstSeq } = client.copy.conversation(id);
    const oldest = { room: client.record.room, in: id, before: firstSeq + 1, limit: 1 };
    return !(await entries.readTimeline(oldest)).hasOlder;
  }

  async #write(path: string): Promise<{ messages: number; isWhole: boolean }> {
    const { memberships } = this.#context;
    const { asked, sources, signal } = this.#run;
    const whole = await Promise.all(sources.map((source) => this.#isWhole(source)));
    const format = formats[asked.format](this.#head(whole));
    const file = await NewFile.begin(path, memberships.options.random.text(8));
    const total = sources.reduce((sum, { client, in: id }) => {
      const { firstSeq, lastSeq } = client.copy.conversation(id);
      return sum + (lastSeq === 0 ? 0 : lastSeq - firstSeq + 1);
    }, 0);
    const pictures = asked.format === 'html' ? { leftBytes: mostPicturesBytes, signal } : undefined;
    let messages = 0;
    let before = 0;
    try {
      await file.write(format.begin());
      for (const [at, source] of sources.entries()) {
        const { client, in: id } = source;
        const isFirst = sources[at - 1]?.client !== client;
        if (isFirst && at > 0) await file.write(format.endRoom());
        if (isFirst) await file.write(format.beginRoom(this.#roomOf(source, whole)));
        await file.write(format.beginConversation(this.#conversationOf(source, whole[at] ?? true)));
        const { firstSeq } = client.copy.conversation(id);
        for await (const entry of transcriptEntries(memberships, source, pictures)) {
          this.#checkCancel();
          if (entry.is === 'message') messages += 1;
          await file.write(format.entry(entry));
          const reached = before + entry.seq - firstSeq + 1;
          this.#tellOften(() => ({ is: 'writing', done: reached, total }));
        }
        const { lastSeq } = client.copy.conversation(id);
        before += lastSeq === 0 ? 0 : lastSeq - firstSeq + 1;
        await file.write(format.endConversation());
      }
      if (sources.length > 0) await file.write(format.endRoom());
      await file.write(format.end());
      await file.finish();
    } catch (error) {
      await file.drop();
      throw error;
    }
    return { messages, isWhole: whole.every(Boolean) };
  }

  #head(whole: readonly boolean[]): TranscriptHead {
    const { memberships } = this.#context;
    const { sources } = this.#run;
    const first = sources.filter(({ client }, at) => sources[at - 1]?.client !== client);
    return {
      exportedAt: memberships.options.clock.wallMs(),
      program: memberships.program,
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      language: memberships.language,
      rooms: first.map((source) => this.#roomOf(source, whole)),
    };
  }

  #roomOf({ client }: Source, whole: readonly boolean[]) {
    const { room, name } = client.record;
    const conversations = this.#run.sources.flatMap((source, at) =>
      source.client === client ? [this.#conversationOf(source, whole[at] ?? true)] : [],
    );
    return { room, name, conversations };
  }

  #conversationOf(source: Source, isWhole: boolean) {
    return { id: source.in, kind: source.kind, name: this.#nameOf(source), isWhole };
  }

  #checkCancel(): void {
    if (this.#run.signal.aborted) throw new Cancelled();
  }

  #tellOften(standing: () => Standing): void {
    const now = this.#context.memberships.options.clock.monotonicMs();
    if (now - this.#toldAt < toldEveryMs) return;
    this.#toldAt = now;
    this.#run.tell(standing());
  }
}

/** `release`: what was kept free for it is given back. */
type Place = { path: string; release: () => Promise<void> };

/** An empty file, unless something is there. */
async function isMade(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const isTaken = await access(path).then(
      () => true,
      () => false,
    );
    if (isTaken) return false;
    throw error;
  }
}
