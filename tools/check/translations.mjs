// @ts-check
import { isScript, isTestCode, lineAt } from './source-files.mjs';
import { calleeNames, literalText, nodesIn, nodesOf, templatePieces } from './syntax.mjs';

/** @typedef {ReadonlyMap<string, string>} Catalogue text by dotted key */
/** @typedef {import('./source-files.mjs').Finding} Finding */
/** @typedef {import('./source-files.mjs').SourceFile} SourceFile */

export const folder = 'src-shared/translations';

/** Keys that code puts together: `t(`refusal.${code}`)`. */
const dynamicPrefixes = [
  'refusal.',
  'log.',
  'away.',
  'attention.level_',
  'attention.mute_',
  'attention.act_',
  'mentions.means_',
  'status.ends_',
  'status.presence_',
  'access.who_',
  'access.whoText_',
  'access.place_',
  'moderation.allow_',
  'moderation.lasts_',
  'moderation.reach_',
  'moderation.reachShort_',
  'moderation.role_',
  'shortcuts.',
  'backup.every_',
  'backup.step_',
  'hostPanel.scope_',
  'invites.role_',
  'invites.lifetime_',
  'invites.count_',
  'welcome.picture_',
  'hostPanel.announce_',
  'hostPanel.level_',
  'finding.',
  'nearby.problem_',
  'hostPanel.dialect_',
  'hostPanel.space_',
  'hostPanel.fileDays_',
  'hostPanel.logKind_',
  'privacy.',
  'privateChat.state_',
  'privateChat.ended_',
  'rooms.state_',
  'members.group_',
  'conversations.presence_',
  'search.problem_',
  'search.only_',
  'exporting.format_',
  'files.kind_',
  'voice.problem_',
  'switcher.look_',
  'switcher.kind_',
  'composer.format_',
  'emoji.group_',
  'typed.argument_',
  'typed.done_',
  'typed.help_',
  'typed.problem_',
];

/**
 * The catalogue of a language module: the one object that it exports, nested or flat.
 *
 * @param {Record<string, unknown>} module
 * @returns {Catalogue}
 */
export function catalogueOf(module) {
  const tree = Object.values(module).find((value) => typeof value === 'object' && value !== null);
  return new Map(flatten(tree ?? {}, ''));
}

/** @param {object} tree @param {string} prefix @returns {[string, string][]} */
function flatten(tree, prefix) {
  const entries = /** @type {[string, unknown][]} */ (Object.entries(tree));
  return entries.flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? flatten(value, `${prefix}${key}.`)
      : [/** @type {[string, string]} */ ([prefix + key, String(value)])],
  );
}

/**
 * What the types of the catalogues do not tell; that both have the same keys, they do.
 *
 * @param {{ en: Catalogue, tr: Catalogue }} catalogues
 * @returns {Finding[]}
 */
export function checkCatalogues({ en, tr }) {
  const empty = Object.entries({ en, tr }).flatMap(([name, own]) =>
    [...own]
      .filter(([, text]) => text.trim() === '')
      .map(([key]) => finding(name, `has no text for '${key}'.`, 'Write it.')),
  );
  const unlike = [...en]
    .filter(([key, text]) => {
      const other = tr.get(key);
      return other !== undefined && placeholders(other) !== placeholders(text);
    })
    .map(([key, text]) =>
      finding(
        'tr',
        `has other placeholders in '${key}' than en.`,
        `Use ${placeholders(text) || 'none'}.`,
      ),
    );
  return [...empty, ...unlike];
}

/**
 * @param {Catalogue} en
 * @param {readonly SourceFile[]} files
 * @param {readonly string[]} [prefixes]
 * @returns {Finding[]}
 */
export function checkKeysInUse(en, files, prefixes = dynamicPrefixes) {
  const scripts = files.filter(
    ({ path }) =>
      /^src-(renderer|main|shared)\//.test(path) &&
      isScript(path) &&
      !isTestCode(path) &&
      !path.startsWith(`${folder}/`),
  );
  /** @type {Set<string>} */
  const literals = new Set();
  const wrong = scripts.flatMap((file) =>
    [...nodesOf(file)].flatMap((node) => {
      const literal = literalText(node);
      if (literal !== undefined) literals.add(literal);
      return file.path.startsWith('src-renderer/') ? judgeCall(node, { file, prefixes }) : [];
    }),
  );
  const unused = [...en.keys()]
    .filter((key) => !namesOf(key).some((name) => literals.has(name)))
    .filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
  if (unused.length === 0) return wrong;
  const problem = `has what nothing uses: ${unused.join(', ')}.`;
  return [...wrong, finding('en', problem, 'Use it or delete it.')];
}

/**
 * A key as code may name it: whole, or without the endings that i18next picks by count and context
 * (`online_one`, `message_direct`).
 *
 * @param {string} key
 */
function namesOf(key) {
  const [name = '', ...endings] = key.split('_');
  return [name, ...endings.map((_, at) => [name, ...endings.slice(0, at + 1)].join('_'))];
}

/**
 * @param {import('./syntax.mjs').Node} node
 * @param {{ file: SourceFile, prefixes: readonly string[] }} context
 * @returns {Finding[]}
 */
function judgeCall(node, { file, prefixes }) {
  if (node.type !== 'CallExpression' || calleeNames(node['callee']).at(-1) !== 't') return [];
  const [argument] = nodesIn(node, 'arguments');
  const [start] = literalText(argument) === undefined ? templatePieces(argument) : [];
  if (start === undefined || prefixes.some((prefix) => start.startsWith(prefix))) return [];
  return [
    {
      path: file.path,
      line: lineAt(file.text, node.start),
      problem: `puts together a key that starts with '${start}'.`,
      remedy: 'Write whole keys, or name the prefix in tools/check/translations.mjs.',
    },
  ];
}

/** The values that a text takes; how each is written out (`{{name, genitive}}`) is the language's own. @param {string} text */
function placeholders(text) {
  const names = [...text.matchAll(/\{\{\s*([^,}]*?)\s*(?:,[^}]*)?\}\}/g)].map(
    ([, name]) => `{{${name}}}`,
  );
  return [...new Set(names)].toSorted().join(' ');
}

/** @param {string} language @param {string} problem @param {string} remedy @returns {Finding} */
function finding(language, problem, remedy) {
  return { path: `${folder}/${language}/${language}.ts`, line: 1, problem, remedy };
}
