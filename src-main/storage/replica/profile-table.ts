import type { StatementSync } from 'node:sqlite';
import type { DeviceId, Secret } from '../../../src-shared/protocol/ids.ts';
import type { Profile, ProfileStore } from '../../client/replica/room-records.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';

/** The installation's secrets and settings in SQL. */
export class ProfileTable implements ProfileStore {
  readonly #kept: KeptDatabase;
  readonly #saveSetting: StatementSync;

  constructor(kept: KeptDatabase) {
    this.#kept = kept;
    this.#saveSetting = kept.database.prepare(
      'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)',
    );
  }

  readOrMake({ device, deviceSecret }: Profile): Promise<Profile> {
    const { database } = this.#kept;
    return this.#kept.write(() => {
      database
        .prepare('INSERT OR IGNORE INTO profile (one, device, device_secret) VALUES (1, ?, ?)')
        .run(device, deviceSecret);
      const row = database.prepare('SELECT device, device_secret FROM profile').get();
      return {
        device: row?.['device'] as DeviceId,
        deviceSecret: row?.['device_secret'] as Secret,
      };
    });
  }

  readSettings(): Promise<Record<string, string>> {
    const { database } = this.#kept;
    return this.#kept.read(() => {
      const rows = database.prepare('SELECT name, value FROM setting ORDER BY name').all();
      return Object.fromEntries(rows.map((row) => [String(row['name']), String(row['value'])]));
    });
  }

  saveSettings(settings: Record<string, string>): Promise<void> {
    return this.#kept.write(() => {
      for (const [name, value] of Object.entries(settings)) this.#saveSetting.run(name, value);
    });
  }
}
