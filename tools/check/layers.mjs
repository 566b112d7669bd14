// @ts-check
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { isScript, isTestCode } from './source-files.mjs';
import { importsOf } from './syntax.mjs';

/**
 * @typedef {object} Layer
 * @property {string} folder
 * @property {number} rank a layer's tests may use whatever does not stand above it
 * @property {readonly string[]} layers what its code imports besides itself
 * @property {readonly string[]} [typesFrom] what it imports as types only: folders or files
 * @property {readonly string[]} [files] single files, or folders, of other layers
 * @property {readonly string[]} [never] folders within those layers that it does not know, its tests neither
 * @property {readonly string[]} packages `*` for any
 * @property {boolean} node whether it may use Node's own modules
 */

const shared = 'src-shared';
const main = (/** @type {string} */ name) => `src-main/${name}`;
const shellPackages = ['zod'];
const shellNames = /** @type {const} */ (['electron', 'browser', 'headless', 'terminal']);
/** The real clock and randomness, which only composition roots may name. */
const systemFiles = ['src-main/net/system-clock.ts', 'src-main/net/system-random.ts'];
/** Run from source, a composition root names its workers where they were written. */
const workerFiles = ['src-main/storage/worker/storage-worker.ts'];
/** @type {Record<typeof shellNames[number], string[]>} */
const ownPackages = { electron: ['electron'], browser: ['ws'], headless: [], terminal: [] };

const rendererPackages = [
  'virtual:emoji-list',
  '@fontsource-variable/inter',
  'zod',
  'react',
  'react-dom',
  'zustand',
  '@base-ui/react',
  'lucide-react',
  'qr',
  'thumbhash',
  'i18next',
  'react-i18next',
];

/**
 * The folders of the windows, each with those beside `src-shared` that it may import: a folder knows
 * what stands above it in this list, and a screen no other screen.
 *
 * @type {readonly (readonly [name: string, below: readonly string[]])[]}
 */
const windowFolders = (() => {
  const parts = ['theme', 'bridge', 'i18n', 'ui'];
  const inRoom = [...parts, 'window', 'room'];
  const ofPeople = [...inRoom, 'files', 'messages', 'people'];
  const screens =
    'timeline conversations composer search saved away private host-panel settings welcome rooms rules exchange'.split(
      ' ',
    );
  return [
    ['theme', []],
    ['bridge', []],
    ['web-bridge', ['bridge']],
    ['i18n', []],
    ['ui', ['i18n']],
    ['window', parts],
    ['room', [...parts, 'window']],
    ['files', inRoom],
    ['messages', [...inRoom, 'files']],
    ['people', [...inRoom, 'files', 'messages']],
    ...screens.map((screen) => /** @type {const} */ ([screen, ofPeople])),
    ['app', [...ofPeople, ...screens]],
  ];
})();

const inRenderer = (/** @type {string} */ name) => `src-renderer/${name}`;

/** What is said between windows and the app: no part beneath the app knows windows. */
const never = ['src-shared/bridge'];

/** @type {readonly Layer[]} */
const windowTiers = [
  ...windowFolders.map(([name, below], rank) => ({
    folder: inRenderer(name),
    rank,
    layers: [shared, ...below.map((each) => inRenderer(each))],
    packages: rendererPackages,
    node: false,
  })),
  // What a page starts with.
  {
    folder: 'src-renderer',
    rank: windowFolders.length,
    layers: [shared, ...['app', 'window', 'theme', 'bridge', 'web-bridge'].map(inRenderer)],
    packages: rendererPackages,
    node: false,
  },
];

/**
 * The layers of docs/ARCHITECTURE.md, as code. A package that a layer newly needs is added to its row here.
 *
 * @type {readonly Layer[]}
 */
const layers = [
  { folder: shared, rank: 0, layers: [], packages: ['zod', 'linkify-it'], node: false },
  { folder: main('room'), rank: 1, layers: [shared], never, packages: ['zod'], node: false },
  {
    folder: main('storage'),
    rank: 2,
    layers: [shared],
    never,
    typesFrom: [main('room')],
    files: ['src-main/client/replica', 'src-main/files'],
    packages: ['zod', 'yauzl', 'yazl'],
    node: true,
  },
  {
    folder: main('net'),
    rank: 2,
    layers: [shared],
    never,
    packages: ['zod', '@peculiar/x509', 'reflect-metadata', 'dns-packet', 'bonjour-service'],
    node: true,
  },
  {
    folder: main('exchange'),
    rank: 2,
    layers: [shared],
    never,
    packages: ['zod', 'yauzl'],
    node: true,
  },
  { folder: main('files'), rank: 2, layers: [shared], never, packages: ['zod'], node: true },
  {
    folder: main('server'),
    rank: 3,
    layers: [main('room'), main('net'), main('files'), shared],
    never,
    packages: ['zod'],
    node: true,
  },
  {
    folder: main('client'),
    rank: 3,
    layers: [main('net'), main('files'), shared],
    never,
    packages: ['zod'],
    node: true,
  },
  {
    folder: main('gateways'),
    rank: 4,
    layers: [main('net'), shared],
    never,
    files: ['src-main/server/session-port.ts'],
    packages: ['zod'],
    node: true,
  },
  {
    folder: main('app'),
    rank: 5,
    layers: [
      ...['room', 'storage', 'net', 'files', 'exchange', 'server', 'client', 'gateways'].map(
        (name) => main(name),
      ),
      shared,
    ],
    packages: shellPackages,
    node: true,
  },
  ...shellNames.map((name) => ({
    folder: main(`shells/${name}`),
    rank: 6,
    layers: [main('app'), main('shells'), shared],
    files: [...systemFiles, ...workerFiles],
    packages: [...shellPackages, ...ownPackages[name]],
    node: true,
  })),
  // What more than one shell needs stands beside them: one never imports another.
  {
    folder: main('shells'),
    rank: 5,
    layers: [main('app'), shared],
    files: [...systemFiles, ...workerFiles],
    packages: shellPackages,
    node: true,
  },
  ...windowTiers,
  {
    folder: 'e2e',
    rank: 7,
    layers: [shared],
    // A raw peer in a private chat: what it says is sealed.
    files: ['src-main/client/private-cipher.ts'],
    packages: ['*'],
    node: true,
  },
  {
    folder: 'bench',
    rank: 7,
    // Parts are measured alone too: a room without a disk, a search without a window. Windows are
    // driven by the hands that the end-to-end tests have.
    layers: [
      ...['room', 'storage', 'net', 'files', 'server', 'client', 'gateways', 'app'].map((name) =>
        main(name),
      ),
      'e2e',
      shared,
    ],
    packages: ['*'],
    node: true,
  },
  { folder: 'tools', rank: 7, layers: [], packages: ['*'], node: true },
];

const testPackages = [
  'vitest',
  'yazl',
  'fast-check',
  'happy-dom',
  'ws',
  'mdast-util-from-markdown',
];
const builtins = new Set(builtinModules);

/**
 * @param {readonly import('./source-files.mjs').SourceFile[]} files
 * @returns {import('./source-files.mjs').Finding[]}
 */
export function checkLayers(files) {
  const scripts = files.filter(({ path }) => isScript(path) && path.includes('/'));
  return scripts.flatMap((file) => {
    const layer = layerOf(file.path);
    if (layer === undefined)
      return [
        {
          path: file.path,
          line: 1,
          problem: 'stands in no layer.',
          remedy: 'Move it into one of the folders of docs/ARCHITECTURE.md.',
        },
      ];
    return importsOf(file).flatMap(({ specifier, line, typeOnly }) => {
      const wrong = judge({ path: file.path, layer, specifier, typeOnly });
      return wrong ? [{ path: file.path, line, ...wrong }] : [];
    });
  });
}

/** @param {string} path */
function layerOf(path) {
  return layers.find(({ folder }) => path.startsWith(`${folder}/`));
}

/** @typedef {{ path: string, layer: Layer, specifier: string, typeOnly: boolean }} Use */

/** @param {Use} use @returns {{ problem: string, remedy: string } | undefined} */
function judge(use) {
  if (use.specifier.startsWith('.')) return judgeRelative(use);
  // Vite's suffixes (`?url`, `?raw`) belong to the bundler.
  const name = use.specifier.split('?')[0] ?? '';
  if (name.startsWith('node:') || builtins.has(name)) return judgeBuiltin(use, name);
  return judgePackage(use, name);
}

/** @param {Use} use */
function judgeRelative({ path, layer, specifier, typeOnly }) {
  const target = posix.join(posix.dirname(path), specifier.split('?')[0] ?? '');
  if (posix.extname(target) === '')
    return {
      problem: `imports '${specifier}' without its extension.`,
      remedy: 'Write the whole file name: Node runs these files as they stand.',
    };
  const isTest = isTestCode(path);
  if (!isTest && isTestCode(target))
    return {
      problem: `imports '${target}'.`,
      remedy: 'Only tests may use what is made for tests.',
    };
  if (isAmong(layer.never, target)) return bridgeBelow(layer, target);
  const other = layerOf(target);
  if (other === layer || isOutsideLayers(target, layer)) return undefined;
  const allowed = isTest
    ? mayTestUse(layer, target)
    : (other !== undefined && layer.layers.includes(other.folder)) ||
      isAmong(layer.files, target) ||
      (typeOnly && isAmong(layer.typesFrom, target));
  if (allowed) return undefined;
  return {
    problem: `${layer.folder} imports '${target}'.`,
    remedy: `It may import ${describeAllowed(layer)}; let the layer above hand it in.`,
  };
}

/** @param {Layer} layer @param {string} target */
function bridgeBelow({ folder }, target) {
  return {
    problem: `${folder} imports '${target}'.`,
    remedy:
      'Only the app and its shells know the bridge: what a room or a member means by it stands beside it in src-shared.',
  };
}

/** @param {readonly string[] | undefined} allowed files and folders @param {string} target */
function isAmong(allowed, target) {
  return allowed?.some((each) => target === each || target.startsWith(`${each}/`));
}

/** Built files and the configuration beside the folders. @param {string} target @param {Layer} layer */
function isOutsideLayers(target, { rank }) {
  return rank === 7 && !target.startsWith('src-');
}

/** @param {Layer} layer @param {string} target */
function mayTestUse(layer, target) {
  const other = layerOf(target);
  if (other === undefined) return false;
  if (other.folder === shared || isAmong(layer.files, target)) return true;
  const areOfWindows =
    layer.folder.startsWith('src-renderer') && other.folder.startsWith('src-renderer');
  if (areOfWindows) return other.rank <= layer.rank;
  if (!layer.folder.startsWith('src-main/') || !other.folder.startsWith('src-main/')) return false;
  if (target.includes('/testing/')) return true;
  const isConcretePart = other.folder === main('storage') || other.folder === main('net');
  const isOtherShell = layer.rank === 6 && other.rank === 6;
  return isConcretePart || (other.rank <= layer.rank && !isOtherShell);
}

/** @param {Use} use @param {string} name */
function judgeBuiltin({ path, layer }, name) {
  if (!layer.node && !isTestCode(path))
    return {
      problem: `${layer.folder} imports Node's '${name}'.`,
      remedy: 'This layer knows no Node; take what you need through an interface.',
    };
  if (!name.startsWith('node:'))
    return { problem: `imports '${name}'.`, remedy: `Write 'node:${name}'.` };
  return undefined;
}

/** @param {Use} use @param {string} name */
function judgePackage({ path, layer, typeOnly }, name) {
  const [first = '', second = ''] = name.split('/');
  const wanted = first.startsWith('@') ? `${first}/${second}` : first;
  if (wanted === 'electron' && typeOnly && layer.folder.startsWith('src-main/')) return undefined;
  if (layer.packages.includes(wanted)) return undefined;
  if (layer.packages.includes('*') && wanted !== 'electron') return undefined;
  if (isTestCode(path) && testPackages.includes(wanted)) return undefined;
  return {
    problem: `${layer.folder} imports the package '${wanted}'.`,
    remedy:
      wanted === 'electron'
        ? 'Only src-main/shells/electron may.'
        : "Use what the layer has, or add the package to the layer's row in tools/check/layers.mjs.",
  };
}

/** @param {Layer} layer */
function describeAllowed({ layers: below, typesFrom = [], files = [] }) {
  const parts = [...below, ...files, ...typesFrom.map((from) => `types of ${from}`)];
  return parts.length > 0 ? parts.join(', ') : 'nothing but itself';
}
