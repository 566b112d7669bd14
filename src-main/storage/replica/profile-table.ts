import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DeviceId, Secret } from '../../../src-shared/protocol/ids.ts';
import type { Profile } from '../../client/replica-port.ts';

/** The installation's secrets and settings in SQL. */
export class ProfileTable {
  readonly #database: DatabaseSync;
  readonly #saveSetting: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#saveSetting = database.prepare(
      'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)',
    );
  }

  profile({ device, deviceSecret }: Profile): Profile {
    this.#database
      .prepare('INSERT OR IGNORE INTO profile (one, device, device_secret) VALUES (1, ?, ?)')
      .run(device, deviceSecret);
    const row = this.#database.prepare('SELECT device, device_secret FROM profile').get();
    return { device: row?.['device'] as DeviceId, deviceSecret: row?.['device_secret'] as Secret };
  }

  readSettings(): Record<string, string> {
    const rows = this.#database.prepare('SELECT name, value FROM setting ORDER BY name').all();
    return Object.fromEntries(rows.map((row) => [String(row['name']), String(row['value'])]));
  }

  saveSettings(settings: Record<string, string>): void {
    for (const [name, value] of Object.entries(settings)) this.#saveSetting.run(name, value);
  }
}
