import { z } from 'zod';
import { settingsSchema, usualSettings, type Settings } from '../../src-shared/bridge/app.ts';
import type { Replica } from '../client/replica/replica.ts';

type SettingsChange = { [N in keyof Settings]?: Settings[N] | undefined };

const { shape } = settingsSchema;

/** Stored as texts. What another version of the program wrote and this one does not know counts as not set. */
const storedSettings = z.object({
  name: shape.name.catch(usualSettings.name),
  language: shape.language.catch(usualSettings.language),
  theme: shape.theme.catch(usualSettings.theme),
  textSize: shape.textSize.catch(usualSettings.textSize),
  density: shape.density.catch(usualSettings.density),
  notifications: shape.notifications.catch(usualSettings.notifications),
  quiet: z.stringbool().catch(usualSettings.quiet),
  quietFrom: z.coerce.number().pipe(shape.quietFrom).catch(usualSettings.quietFrom),
  quietTo: z.coerce.number().pipe(shape.quietTo).catch(usualSettings.quietTo),
  quietDays: shape.quietDays.catch(usualSettings.quietDays),
  keywords: shape.keywords.catch(usualSettings.keywords),
  presence: shape.presence.catch(usualSettings.presence),
  away: z.stringbool().catch(usualSettings.away),
  receipts: z.stringbool().catch(usualSettings.receipts),
  typing: z.stringbool().catch(usualSettings.typing),
  reads: z.stringbool().catch(usualSettings.reads),
  privateChats: z.coerce.number().pipe(shape.privateChats).catch(usualSettings.privateChats),
  spelling: z.stringbool().catch(usualSettings.spelling),
  recentEmoji: shape.recentEmoji.catch(usualSettings.recentEmoji),
  skinTone: z.coerce.number().pipe(shape.skinTone).catch(usualSettings.skinTone),
  nearby: z.stringbool().catch(usualSettings.nearby),
  announce: z.stringbool().catch(usualSettings.announce),
}) satisfies z.ZodType<Settings>;

/** The person's settings, as they are on disk. */
export class SettingsBook {
  readonly #replica: Pick<Replica, 'profile'>;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #settings: Settings = usualSettings;

  constructor(replica: Pick<Replica, 'profile'>) {
    this.#replica = replica;
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Hears the settings after each change. */
  listen(listener: (settings: Settings) => void): void {
    this.#listeners.add(listener);
  }

  async load(): Promise<void> {
    this.#settings = storedSettings.parse(await this.#replica.profile.readSettings());
  }

  async change(change: SettingsChange): Promise<Settings> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    this.#settings = { ...this.#settings, ...Object.fromEntries(given) };
    const texts = Object.entries(this.#settings).map(
      ([name, value]) => [name, String(value)] as const,
    );
    await this.#replica.profile.saveSettings(Object.fromEntries<string>(texts));
    for (const listener of this.#listeners) listener(this.#settings);
    return this.#settings;
  }

  /** The name that was good for a room is offered for the next one. */
  async learnName(name: string): Promise<void> {
    if (this.#settings.name === '') await this.change({ name });
  }
}
