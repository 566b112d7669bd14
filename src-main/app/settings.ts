import { settings as settingsSchema } from '../../src-shared/bridge/requests.ts';
import type { Settings } from '../../src-shared/bridge/requests.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { Replica } from '../client/replica-port.ts';
import { done, refuse } from './answers.ts';
import type { PushQueue } from './push-queue.ts';
import type { AppContext, Handlers } from './requests.ts';

const defaults: Settings = {
  name: '',
  language: 'system',
  theme: 'system',
  notifications: 'full',
};

/** The person's settings, as they are on disk. */
export class SettingsBook {
  readonly #replica: Replica;
  readonly #pushes: PushQueue;
  #settings: Settings = defaults;

  constructor(replica: Replica, pushes: PushQueue) {
    this.#replica = replica;
    this.#pushes = pushes;
  }

  get current(): Settings {
    return this.#settings;
  }

  /** What another version of the program wrote and this one does not know counts as not set. */
  async load(): Promise<void> {
    const stored = await this.#replica.readSettings();
    const { name, language, theme, notifications } = settingsSchema.shape;
    this.#settings = {
      name: name.catch(defaults.name).parse(stored['name']),
      language: language.catch(defaults.language).parse(stored['language']),
      theme: theme.catch(defaults.theme).parse(stored['theme']),
      notifications: notifications.catch(defaults.notifications).parse(stored['notifications']),
    };
  }

  async change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const { name, language, theme, notifications } = this.#settings;
    this.#settings = {
      name: change.name ?? name,
      language: change.language ?? language,
      theme: change.theme ?? theme,
      notifications: change.notifications ?? notifications,
    };
    await this.#replica.saveSettings(this.#settings);
    this.#pushes.send('settings/changed', this.#settings);
    return this.#settings;
  }

  /** The name that was good for a room is offered for the next one. */
  async learnName(name: string): Promise<void> {
    if (this.#settings.name === '') await this.change({ name });
  }
}

export function settingsRequests({ settings }: AppContext): Pick<Handlers, 'settings/change'> {
  return {
    'settings/change': async (change) => {
      if (!change.name) return done(await settings.change(change));
      const checked = checkName(change.name);
      if (!checked.ok) return refuse({ code: checked.code, field: 'name' });
      return done(await settings.change({ ...change, name: checked.name }));
    },
  };
}
