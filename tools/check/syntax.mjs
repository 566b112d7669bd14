// @ts-check
import { parseSync } from 'vite';
import { lineAt } from './source-files.mjs';

/** @typedef {{ type: string, start: number, end: number, [field: string]: unknown }} Node */

/** @typedef {{ specifier: string, line: number, typeOnly: boolean }} Import */

/**
 * The nodes of a file's syntax tree, each before its children.
 *
 * @param {import('./source-files.mjs').SourceFile} file
 * @returns {Generator<Node>}
 */
export function* nodesOf({ path, text }) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  yield* walk(program);
}

/** @param {unknown} value @returns {Generator<Node>} */
function* walk(value) {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value)) yield* walk(field);
  }
}

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value
  );
}

/** The nodes of a list such as a call's arguments. @param {Node} node @param {string} field @returns {Node[]} */
export function nodesIn(node, field) {
  const list = node[field];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** The text of a string literal, or of a template without parts. @param {unknown} node */
export function literalText(node) {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return undefined;
  const pieces = templatePieces(node);
  return pieces.length === 1 ? pieces[0] : undefined;
}

/** The fixed pieces of a template, in order. @param {unknown} node @returns {string[]} */
export function templatePieces(node) {
  if (!isNode(node)) return [];
  return nodesIn(node, 'quasis').map(({ value }) => {
    const cooked = typeof value === 'object' && value !== null && 'cooked' in value && value.cooked;
    return typeof cooked === 'string' ? cooked : '';
  });
}

/** `t` in `t()`, `i18n.t()` and `test.each([])()`: `t`, `t`, and for the last one `test`. @param {unknown} node */
export function calleeNames(node) {
  /** @type {string[]} */
  const names = [];
  for (let at = node; isNode(at);) {
    if (at.type === 'Identifier') {
      names.unshift(String(at['name']));
      break;
    }
    if (at.type === 'MemberExpression') {
      const property = at['property'];
      if (isNode(property) && typeof property['name'] === 'string') names.unshift(property['name']);
    }
    at = at['object'] ?? at['callee'] ?? at['tag'];
  }
  return names;
}

/**
 * All that a file takes from elsewhere: imports, re-exports, `import()`, `import('…')` in types and
 * `new URL('…', import.meta.url)`.
 *
 * @param {import('./source-files.mjs').SourceFile} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  /** @type {Import[]} */
  const imports = [];
  for (const node of nodesOf(file)) {
    const specifier = specifierOf(node);
    if (specifier === undefined) continue;
    imports.push({ specifier, line: lineAt(file.text, node.start), typeOnly: isTypeOnly(node) });
  }
  return imports;
}

/** @param {Node} node */
function specifierOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literalText(node['source']);
    case 'NewExpression':
      return urlSpecifier(node);
    default:
      return undefined;
  }
}

/** @param {Node} node */
function urlSpecifier(node) {
  if (calleeNames(node['callee']).join('.') !== 'URL') return undefined;
  const [path, base] = nodesIn(node, 'arguments');
  const isModuleUrl =
    isNode(base) && isNode(base['object']) && base['object'].type === 'MetaProperty';
  const text = isModuleUrl ? literalText(path) : undefined;
  // `new URL('..', import.meta.url)` names a folder, not code.
  return text !== undefined && /\.[a-z]+$/.test(text) ? text : undefined;
}

/** @param {Node} node */
function isTypeOnly(node) {
  if (node.type === 'TSImportType') return true;
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const specifiers = nodesIn(node, 'specifiers');
  // `import './x.ts'` has none, and runs the module.
  if (specifiers.length === 0) return false;
  return specifiers.every(
    ({ importKind, exportKind }) => importKind === 'type' || exportKind === 'type',
  );
}
