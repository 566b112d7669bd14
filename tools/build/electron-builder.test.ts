import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

// What electron-builder itself reads and checks its configuration with.
const ofBuilder = createRequire(import.meta.resolve('app-builder-lib'));

interface Validate {
  (value: unknown): boolean;
  errors?: readonly { instancePath: string; message?: string }[] | null;
}

interface Packaging {
  files: string[];
  protocols: { schemes: string[] }[];
  linux: { target: string[]; icon?: string };
  win: { target: string[]; icon?: string };
  mac: { target: string[]; icon?: string };
}

function readPackaging(): Packaging {
  const yaml = ofBuilder('js-yaml') as { load: (text: string) => Packaging };
  return yaml.load(readFileSync('electron-builder.yml', 'utf8'));
}

test('electron-builder takes its configuration', () => {
  const Ajv = ofBuilder('ajv') as new (options: object) => {
    compile: (schema: unknown) => Validate;
  };
  const schema: unknown = ofBuilder('app-builder-lib/scheme.json');
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  validate(readPackaging());
  expect(validate.errors ?? []).toEqual([]);
});

test('the package holds the bundles and no packages, for every desktop', () => {
  const { files, linux, win, mac } = readPackaging();
  expect(files).toEqual(['dist/**', '!node_modules/**']);
  expect([linux.target, win.target, mac.target]).toEqual([['AppImage', 'deb'], ['nsis'], ['dmg']]);
});

test('invitations open Oda', () => {
  expect(readPackaging().protocols.flatMap(({ schemes }) => schemes)).toEqual(['oda']);
});

test('every icon that it names is there', () => {
  const { linux, win, mac } = readPackaging();
  const icons = [linux.icon, win.icon, mac.icon].filter((icon) => icon !== undefined);
  expect(icons.filter((icon) => !existsSync(icon))).toEqual([]);
});
