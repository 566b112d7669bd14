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
  appId: string;
  electronFuses: Record<string, boolean>;
  files: string[];
  protocols: { schemes: string[] }[];
  linux: { target: string[]; icon?: string };
  win: { target: string[]; icon?: string };
  mac: { target: string[]; icon?: string; extendInfo: Record<string, unknown> };
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

test('the installed program runs nothing but Oda', () => {
  expect(readPackaging().electronFuses).toMatchObject({
    runAsNode: false,
    enableCookieEncryption: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('macOS is told why Oda talks to the network around it', () => {
  const { extendInfo } = readPackaging().mac;
  expect(extendInfo['NSLocalNetworkUsageDescription']).toEqual(expect.any(String));
  expect(extendInfo['NSMicrophoneUsageDescription']).toEqual(expect.any(String));
  expect(extendInfo['NSBonjourServices']).toEqual(['_oda._tcp']);
});

test('a deb has all that it asks for: who makes it, and where that is', () => {
  const { homepage, author, description } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, string>;
  expect(URL.canParse(homepage ?? '')).toBe(true);
  expect(author).toMatch(/^.+ <.+@.+>$/);
  expect(description).not.toBe('');
});

test('Windows knows the program by the identity of its package', () => {
  const main = readFileSync('src-main/shells/electron/main.ts', 'utf8');
  expect(main).toContain(`const appId = '${readPackaging().appId}'`);
});
